/** Draws what a job found: clusters of rows, each row with the one it is most like. */

const PAGE = 25;

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

/** Percent, floored, so that only equal rows show 100. */
function percent(similarity) {
  return `${(Math.floor(similarity * 1000) / 10).toFixed(1)} %`;
}

/** Each row's best edge of the forest: how alike it is to its nearest row of the cluster. */
function bestEdges(pairs) {
  const best = new Map();
  for (const { left, right, similarity } of pairs) {
    for (const [row, other] of [[left, right], [right, left]]) {
      if (!best.has(row) || best.get(row).similarity < similarity) best.set(row, { other, similarity });
    }
  }
  return best;
}

function table(columns, cluster, best) {
  const table = element("table");
  const head = table.createTHead().insertRow();
  for (const name of ["Row", ...columns, "Most like"]) {
    const cell = element("th", name);
    cell.scope = "col";
    head.append(cell);
  }
  const first = cluster.rows[0].cells;
  const body = table.createTBody();
  for (const { row, cells } of cluster.rows) {
    const line = body.insertRow();
    line.append(element("td", row, "number"));
    cells.forEach((text, i) => {
      const cell = element("td");
      // What differs from the first row is marked, so that the eye finds it.
      cell.append(cells === first || text === first[i] ? text : element("mark", text));
      line.append(cell);
    });
    const edge = best.get(row);
    line.append(element("td", edge ? `row ${edge.other}, ${percent(edge.similarity)}` : ""));
  }
  const scroll = element("div", undefined, "scroll");
  scroll.tabIndex = 0;
  scroll.role = "group";
  scroll.ariaLabel = "Rows of this cluster";
  scroll.append(table);
  return scroll;
}

export function drawResult(target, result) {
  const n = (value) => value.toLocaleString("en");
  const best = bestEdges(result.pairs);
  const heading = element(
    "h3",
    result.duplicatePairs === 0
      ? `No duplicates among ${n(result.rows)} rows`
      : `${n(result.duplicatePairs)} duplicate pairs in ${n(result.clusters.length)} clusters`,
  );
  const summary = element(
    "p",
    `${n(result.rows)} rows, ${n(result.pairsCompared)} pairs compared, threshold ${result.threshold}.`,
    "quiet",
  );
  target.replaceChildren(heading, summary);
  let shown = 0;
  const more = element("button", "Show more clusters");
  more.type = "button";
  const showMore = () => {
    const next = result.clusters.slice(shown, shown + PAGE);
    next.forEach((cluster, i) => {
      const block = element("div", undefined, "cluster");
      block.append(element("h4", `Cluster ${shown + i + 1}: ${cluster.rows.length} rows`), table(result.columns, cluster, best));
      more.before(block);
    });
    shown += next.length;
    more.hidden = shown >= result.clusters.length;
  };
  more.addEventListener("click", showMore);
  target.append(more);
  showMore();
}
