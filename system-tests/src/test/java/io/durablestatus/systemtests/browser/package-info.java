/** The page, driven in a real browser as a person would. */
package io.durablestatus.systemtests.browser;
