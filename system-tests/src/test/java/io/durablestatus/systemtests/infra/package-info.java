/**
 * What must hold of the infrastructure before anybody deploys it: read from the Bicep files themselves, because no Azure
 * is at hand in a build. It may not know any app; of the contracts it knows names and timings.
 */
package io.durablestatus.systemtests.infra;
