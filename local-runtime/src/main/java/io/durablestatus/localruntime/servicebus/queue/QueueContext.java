package io.durablestatus.localruntime.servicebus.queue;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** What all queues of a broker share. */
record QueueContext(ChangeLog log, MessageEditor editor, InstantSource clock, Supplier<UUID> tokens, Usage usage) {}
