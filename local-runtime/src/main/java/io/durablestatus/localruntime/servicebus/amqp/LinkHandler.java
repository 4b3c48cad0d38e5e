package io.durablestatus.localruntime.servicebus.amqp;

import org.apache.qpid.proton.engine.Delivery;

/** What one link does; its context in proton-j. */
interface LinkHandler {
    /** A transfer or a disposition arrived. */
    default void onDelivery(Delivery delivery) {}

    /** The peer gave credit. */
    default void onFlow() {}

    /** The link is gone, however it went. */
    default void onGone() {}
}
