/** The Service Bus emulator as its clients see it: Microsoft's SDK is the oracle, time is moved by hand. */
package io.durablestatus.localruntime.servicebus;
