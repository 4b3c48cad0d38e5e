/** Shows a problem in words: title, what and where, what to do, and the lines of a CSV that are wrong. */
export function showProblem(target, problem) {
  const title = document.createElement("strong");
  title.textContent = problem.title ?? "Something went wrong on this page";
  const detail = document.createElement("p");
  detail.textContent = problem.detail ?? String(problem);
  target.replaceChildren(title, detail);
  if (problem.errors?.length > 1) {
    const errors = document.createElement("ul");
    for (const { line, column, message } of problem.errors) {
      const item = document.createElement("li");
      item.textContent = `Line ${line}${column ? `, column ${column}` : ""}: ${message}`;
      errors.append(item);
    }
    target.append(errors);
  }
  target.hidden = false;
}
