/** Rules over the whole web app. */
package io.durablestatus.web;
