package io.durablestatus.localruntime.servicebus.amqp;

/** Answers the requests of a node. */
@FunctionalInterface
interface RequestHandler {
    Reply handle(Request request);
}
