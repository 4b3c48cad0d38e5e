/**
 * What crosses a process boundary: messages, status, progress and results, ids, Redis keys, names, timings and limits.
 * Both apps share it, so it may know neither of them; it uses the JDK and Jackson annotations only.
 */
package io.durablestatus.contracts;
