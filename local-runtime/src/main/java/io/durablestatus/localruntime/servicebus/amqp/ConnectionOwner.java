package io.durablestatus.localruntime.servicebus.amqp;

/** What a connection asks of the loop it lives on. */
interface ConnectionOwner {
    void changed(ClientConnection connection);

    /** A client said who it is; from now on its idle time counts. */
    void opened();

    void wantsWrite(ClientConnection connection, boolean wanted);

    void closed(ClientConnection connection);
}
