/** The HTTP API. Every failure is a Problem with words for people. */

export class Problem extends Error {
  constructor({ title, detail, errors, status, jobId }, retryAfter) {
    super(detail);
    this.title = title;
    this.detail = detail;
    this.errors = errors ?? [];
    this.status = status;
    this.jobId = jobId;
    this.retryAfter = retryAfter;
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Problem({
      title: "The server does not answer",
      detail: "Check the connection; this page goes on trying. Jobs already submitted are not affected.",
      status: 0,
    });
  }
  if (response.ok || response.status === 304) return response;
  const retryAfter = Number(response.headers.get("Retry-After")) || undefined;
  const isProblem = (response.headers.get("Content-Type") ?? "").startsWith("application/problem+json");
  throw new Problem(
    isProblem
      ? await response.json()
      : { title: "Something went wrong", detail: `The server answered ${response.status}.`, status: response.status },
    retryAfter,
  );
}

export async function submitCsv(csv, threshold) {
  const response = await call(`/api/jobs?threshold=${threshold}`, {
    method: "POST",
    headers: { "Content-Type": "text/csv; charset=utf-8" },
    body: csv,
  });
  return response.json();
}

export async function listJobs(path = "/api/jobs") {
  return (await call(path)).json();
}

/** The job's status, or null when it is still the one of the ETag; with seconds to wait (none: it is terminal). */
export async function readJob(path, etag) {
  const response = await call(path, { cache: "no-store", headers: etag ? { "If-None-Match": etag } : {} });
  return {
    status: response.status === 304 ? null : await response.json(),
    etag: response.headers.get("ETag"),
    retryAfter: Number(response.headers.get("Retry-After")) || null,
  };
}

export async function readResult(path) {
  return (await call(path, { headers: { Accept: "application/json" } })).json();
}

export async function readCsv(path) {
  return (await call(path, { headers: { Accept: "text/csv" } })).blob();
}

export async function readSample() {
  return (await call("/sample.csv")).text();
}
