package io.durablestatus.localruntime.servicebus;

import io.durablestatus.localruntime.servicebus.queue.QueueCounters;
import java.util.Map;

/**
 * What the broker holds now and did since its start.
 *
 * @param damagedRecords records of the journal that were not intact at the start, and so were left out
 * @param queues by path, dead-letter queues too
 */
public record ServiceBusCounters(
        int connections, long journalBytes, long damagedRecords, Map<String, QueueCounters> queues) {}
