/**
 * Makes the sample: a customer list with planted duplicates and the list of true pairs. It knows nothing of the system, so
 * that what the system finds can be held against it.
 */
package io.durablestatus.systemtests.sample;
