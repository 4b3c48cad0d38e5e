/** What a Config.json may say, and how a wrong one is refused. */
package io.durablestatus.localruntime.servicebus.config;
