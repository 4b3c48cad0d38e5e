/** The form, and what starts the rest. */
import { readJob, readSample, submitCsv } from "./api.js";
import { addJob, loadJobs } from "./jobs.js";
import { showProblem } from "./problem.js";

const form = document.getElementById("submit");
const file = document.getElementById("file");
const text = document.getElementById("text");
const threshold = document.getElementById("threshold");
const thresholdValue = document.getElementById("threshold-value");
const problemBox = document.getElementById("problem");
const buttons = form.querySelectorAll("button");

threshold.addEventListener("input", () => (thresholdValue.value = Number(threshold.value).toFixed(2)));
file.addEventListener("change", () => (text.disabled = file.files.length > 0));

/** One submission at a time; the buttons say so. */
async function submit(read) {
  problemBox.hidden = true;
  buttons.forEach((button) => (button.disabled = true));
  try {
    addJob(await submitCsv(await read(), threshold.value));
    return true;
  } catch (problem) {
    showProblem(problemBox, problem);
    problemBox.focus();
    // The broker may have taken it: then it is a job like any other.
    if (problem.jobId) readJob(`/api/jobs/${problem.jobId}`).then(({ status }) => addJob(status), () => {});
    return false;
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const chosen = file.files[0];
  if (!chosen && !text.value.trim()) {
    showProblem(problemBox, { title: "Nothing to submit", detail: "Choose a CSV file, paste some rows, or try the sample." });
    file.focus();
    return;
  }
  if (await submit(async () => chosen ?? text.value)) {
    file.value = "";
    text.disabled = false;
  }
});

document.getElementById("sample").addEventListener("click", () => submit(readSample));

loadJobs().catch((problem) => showProblem(problemBox, problem));
