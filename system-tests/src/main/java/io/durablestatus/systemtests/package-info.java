/** Sees the whole system: runs it, drives it through HTTP as any client would, and does it harm. No app depends on it. */
package io.durablestatus.systemtests;
