/**
 * The way of a job to the broker: session, validation, id, mapping, message. Ends when the broker has accepted; knows
 * nothing of what happens to the message then.
 */
package io.durablestatus.web.submit;
