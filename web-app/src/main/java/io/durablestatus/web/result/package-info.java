/** What a completed job found, as JSON or as a CSV file. Knows the job's state only through the status reader. */
package io.durablestatus.web.result;
