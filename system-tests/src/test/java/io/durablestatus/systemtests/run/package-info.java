/** What the run command shows. */
package io.durablestatus.systemtests.run;
