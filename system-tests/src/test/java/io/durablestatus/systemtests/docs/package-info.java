/** Keeps the documents and the configuration files true to the code. */
package io.durablestatus.systemtests.docs;
