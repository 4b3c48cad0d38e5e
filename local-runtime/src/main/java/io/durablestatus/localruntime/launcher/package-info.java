/**
 * Starts the emulators and a web app as processes of their own, in the order of their needs, and stops them again. What to
 * start it reads from a file; it hands addresses from one part to the next and knows nothing of the apps that run there.
 */
package io.durablestatus.localruntime.launcher;
