/**
 * The web app: takes jobs, tells their true status, shows the page. It knows the function app only through the broker,
 * the durable HTTP API and Redis, and the contracts they share.
 */
package io.durablestatus.web;
