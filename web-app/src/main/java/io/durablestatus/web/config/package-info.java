/** What the environment decides, typed and with defaults, and the beans that are not of this app. */
package io.durablestatus.web.config;
