/**
 * The true status of a job: read from the durable engine over its HTTP API, decided by one table, told as
 * {@link io.durablestatus.contracts.JobStatus}. Knows neither how the engine stores its state nor how a job is sent.
 */
package io.durablestatus.web.status;
