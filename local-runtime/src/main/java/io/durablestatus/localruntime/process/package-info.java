/**
 * What every part that starts operating system processes needs: an error the user can act on, a folder that only one
 * process uses, and a record of a process by which a later run can end a leftover. Knows no emulator.
 */
package io.durablestatus.localruntime.process;
