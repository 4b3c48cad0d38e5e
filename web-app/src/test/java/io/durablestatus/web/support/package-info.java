/** The surroundings of the web app in tests: a real Redis, a durable HTTP API that answers as Azure's does, a sender. */
package io.durablestatus.web.support;
