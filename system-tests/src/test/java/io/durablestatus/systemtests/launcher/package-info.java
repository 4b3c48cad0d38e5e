/** The launcher as its user has it: a command, its output, its signals, and what is left running after it. */
package io.durablestatus.systemtests.launcher;
