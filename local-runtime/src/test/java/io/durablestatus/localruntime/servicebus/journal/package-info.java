/** The laws of the journal: what was committed is there, what is damaged is never served. */
package io.durablestatus.localruntime.servicebus.journal;
