package io.durablestatus.contracts;

/** Names that both apps, the local runtime's configuration and the infrastructure must spell alike. */
public final class Names {
    public static final String QUEUE = "jobs";
    public static final String DEAD_LETTER_QUEUE = QUEUE + "/$deadletterqueue";

    /** The app setting (or its prefix) of the function app's Service Bus connection. */
    public static final String SERVICE_BUS_CONNECTION = "ServiceBusConnection";

    public static final String REDIS_URL = "REDIS_URL";

    public static final String START_JOB = "StartJob";
    public static final String REJECT_JOB = "RejectJob";
    public static final String PROCESS_JOB = "ProcessJob";
    public static final String REJECTED_JOB = "RejectedJob";
    public static final String REGISTER_INSTANCE = "RegisterInstance";
    public static final String COMPARE_TILE = "CompareTile";
    public static final String PURGE_EXPIRED = "PurgeExpired";

    /** Carries the durable HTTP API's system key, so that it stays out of URLs and access logs. */
    public static final String DURABLE_KEY_HEADER = "x-functions-key";

    private Names() {}
}
