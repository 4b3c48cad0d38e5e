/** What the tests run against: one local system for the whole test run, and where the project lies on disk. */
package io.durablestatus.systemtests.environment;
