/**
 * The article's scenario as tests through HTTP, for any deployment, and the checks that only a local system allows. The
 * local ones look into Redis, the broker and the durable API; the others know the web app's address only.
 */
package io.durablestatus.systemtests.scenario;
