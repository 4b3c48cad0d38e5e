/**
 * Every error as RFC 9457 problem+json, mapped once at the edge: exceptions of the REST layer, failures of the HTTP
 * layer, and the pages that explain each type. Knows nothing of jobs.
 */
package io.durablestatus.web.problem;
