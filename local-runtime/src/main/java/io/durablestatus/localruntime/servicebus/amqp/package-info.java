/**
 * The wire: AMQP 1.0 in Service Bus's dialect, on proton-j. One thread owns every socket, every proton object and the
 * broker. Turns bytes into operations on queues and refusals into AMQP conditions; decides nothing about messages.
 */
package io.durablestatus.localruntime.servicebus.amqp;
