/** The mapping session to instance, which lets the web app find what the event trigger never tells it. All Redis is here. */
package io.durablestatus.functions.session;
