/**
 * Turns each message of the queue, or of its dead-letter queue, into exactly one instance under the job's id, and removes
 * instances at the end of their retention. It alone creates instances; it knows nothing of the work they do.
 */
package io.durablestatus.functions.start;
