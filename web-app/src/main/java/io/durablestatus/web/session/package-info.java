/**
 * Whose job it is (the cookie) and which instance does it (the mapping in Redis, the article's tuple). Redis is an index
 * and a hint: everything here may be lost without losing a job, so nothing here decides a job's state.
 */
package io.durablestatus.web.session;
