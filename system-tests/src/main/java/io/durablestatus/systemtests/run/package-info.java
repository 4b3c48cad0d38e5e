/**
 * The run command: the whole system on this machine, and one sample job through the front door. Knows the web app's HTTP
 * interface only; what is behind it comes from the local runtime.
 */
package io.durablestatus.systemtests.run;
