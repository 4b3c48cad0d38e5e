/** The list of jobs: each watches itself until it is terminal, as often as the server asks, and draws what it sees. */
import { Problem, listJobs, readCsv, readJob, readResult } from "./api.js";
import { drawMatrix } from "./matrix.js";
import { drawResult } from "./result.js";
import { showProblem } from "./problem.js";

const list = document.getElementById("jobs");
const empty = document.getElementById("empty");
const more = document.getElementById("more");
const connection = document.getElementById("connection");
const announce = document.getElementById("announce");
const template = document.getElementById("job-template");
const jobs = new Map();

const ENDED = new Set(["COMPLETED", "FAILED", "CANCELED", "EXPIRED"]);
const number = (value) => value.toLocaleString("en");
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

class JobView {
  constructor(status) {
    this.node = template.content.firstElementChild.cloneNode(true);
    this.find = (selector) => this.node.querySelector(selector);
    this.node.dataset.jobId = status.jobId;
    this.find(".job-id").textContent = status.jobId.slice(27, 53);
    this.find(".job-id").title = status.jobId;
    this.find(".show").addEventListener("click", () => this.toggleResult());
    this.find(".csv").addEventListener("click", (event) => this.downloadCsv(event));
    this.draw(status);
    if (!ENDED.has(status.state)) this.watch();
  }

  async watch() {
    let etag;
    for (let failures = 0; !ENDED.has(this.status.state); ) {
      await visible();
      try {
        const answer = await readJob(this.status.links.self, etag);
        etag = answer.etag;
        failures = 0;
        connection.textContent = "";
        if (answer.status) this.draw(answer.status);
        if (!ENDED.has(this.status.state)) await pause(answer.retryAfter ?? 1);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 410) return this.expire();
        if (problem.status === 404) return this.note(problem.detail);
        connection.textContent = `${problem.title}. Trying again.`;
        await pause(problem.retryAfter ?? Math.min(30, 2 ** failures++));
      }
    }
  }

  draw(status) {
    const before = this.status?.state;
    this.status = status;
    const { state, progress } = status;
    const label = this.find(".state");
    label.textContent = state;
    label.dataset.state = state;
    const time = this.find("time");
    time.dateTime = status.submittedAt;
    time.textContent = new Date(status.submittedAt).toLocaleString();
    this.note(
      [status.delayed && "waiting longer than usual", status.degraded && "last known state; the engine or the index cannot be asked"]
        .filter(Boolean)
        .join("; "),
    );
    const bar = this.find("progress");
    bar.ariaLabel = `Progress of the job of ${time.textContent}`;
    bar.value = progress ? Number(progress.percent) : 0;
    this.find(".job-count").textContent = this.count();
    const error = this.find(".job-error");
    error.hidden = !status.error;
    if (status.error) error.replaceChildren(`${status.error.title}. ${status.error.detail} `, explain(status.error.type));
    this.drawPicture();
    const done = Boolean(status.links.result);
    this.find(".show").hidden = this.find(".csv").hidden = !done;
    if (done) this.find(".csv").href = status.links.result;
    if (before && before !== state) announce.textContent = `Job of ${time.textContent}: ${state.toLowerCase()}`;
  }

  drawPicture() {
    requestAnimationFrame(() => drawMatrix(this.find(".matrix"), this.status.progress?.tiles));
  }

  count() {
    const { state, progress } = this.status;
    if (state === "QUEUED") return "Waiting for the work to begin";
    if (!progress || progress.total === 0) return state === "RUNNING" ? "Beginning" : "";
    return `${number(progress.done)} of ${number(progress.total)} pairs compared (${progress.percent} %)`;
  }

  note(text) {
    this.find(".job-note").textContent = text;
  }

  expire() {
    this.node.remove();
    jobs.delete(this.status.jobId);
    empty.hidden = jobs.size > 0;
  }

  async toggleResult() {
    const button = this.find(".show");
    const target = this.find(".result");
    const open = target.hidden;
    if (open && !target.hasChildNodes()) {
      button.disabled = true;
      try {
        drawResult(target, await readResult(this.status.links.result));
      } catch (problem) {
        showProblem(target, problem);
        target.hidden = false;
        this.retryResult = true;
        return;
      } finally {
        button.disabled = false;
      }
    } else if (open && this.retryResult) {
      target.replaceChildren();
      this.retryResult = false;
      return this.toggleResult();
    }
    target.hidden = !open;
    button.ariaExpanded = String(open);
    button.textContent = open ? "Hide duplicates" : "Show duplicates";
  }

  async downloadCsv(event) {
    event.preventDefault();
    try {
      const url = URL.createObjectURL(await readCsv(this.status.links.result));
      const link = document.createElement("a");
      link.href = url;
      link.download = "duplicates.csv";
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    } catch (problem) {
      this.note(problem.detail ?? String(problem));
    }
  }
}

function explain(type) {
  const link = document.createElement("a");
  link.href = type;
  link.textContent = "What this means";
  return link;
}

/** Resolves when the page is seen: a hidden tab asks nothing. */
function visible() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((seen) => {
    document.addEventListener("visibilitychange", function listen() {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", listen);
      seen();
    });
  });
}

export function addJob(status, place = "top") {
  if (jobs.has(status.jobId)) return;
  const view = new JobView(status);
  jobs.set(status.jobId, view);
  if (place === "top") list.prepend(view.node);
  else list.append(view.node);
  empty.hidden = true;
}

export async function loadJobs(path) {
  for (let failures = 0; ; ) {
    try {
      const page = await listJobs(path);
      page.jobs.forEach((status) => addJob(status, "end"));
      const hidden = page.unavailable?.length ?? 0;
      connection.textContent = hidden
        ? `The status of ${hidden} more ${hidden === 1 ? "job" : "jobs"} cannot be told now. Load the page again later.`
        : "";
      more.hidden = !page.next;
      more.onclick = () => {
        more.disabled = true;
        loadJobs(page.next).finally(() => (more.disabled = false));
      };
      return;
    } catch (problem) {
      if (!(problem instanceof Problem) || (problem.status >= 400 && problem.status < 500)) throw problem;
      connection.textContent = `${problem.title}. Trying again.`;
      await pause(problem.retryAfter ?? Math.min(30, 2 ** failures++));
    }
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => jobs.forEach((job) => job.drawPicture()));
