package io.durablestatus.localruntime.servicebus.journal;

import io.durablestatus.localruntime.servicebus.config.BrokerConfig;
import io.durablestatus.localruntime.servicebus.queue.Broker;
import io.durablestatus.localruntime.servicebus.queue.ChangeLog;
import io.durablestatus.localruntime.servicebus.queue.MessageEditor;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** A broker together with its journal, or with none when it lives in memory only. One owner calls it. */
public final class BrokerStore implements Closeable {
    /** From here on a rewrite of the journal saves more than it costs. */
    private static final long COMPACT_FROM_BYTES = 64L << 20;

    private final BrokerConfig config;
    private final Optional<Journal> journal;
    private final MessageEditor editor;
    private final InstantSource clock;
    private Broker broker;

    private BrokerStore(BrokerConfig config, Optional<Journal> journal, MessageEditor editor, InstantSource clock) {
        this.config = config;
        this.journal = journal;
        this.editor = editor;
        this.clock = clock;
        this.broker = open();
    }

    public static BrokerStore inMemory(BrokerConfig config, MessageEditor editor, InstantSource clock) {
        return new BrokerStore(config, Optional.empty(), editor, clock);
    }

    /**
     * Takes up what an earlier broker left in the folder.
     *
     * @param fsync whether a commit waits until the disk has it
     * @throws IOException with a message for the user: the folder is locked or cannot be read or written
     * @throws IllegalStateException as Broker#open
     */
    public static BrokerStore inFolder(
            Path folder, boolean fsync, BrokerConfig config, MessageEditor editor, InstantSource clock)
            throws IOException {
        return inFolder(folder, fsync, COMPACT_FROM_BYTES, config, editor, clock);
    }

    static BrokerStore inFolder(
            Path folder,
            boolean fsync,
            long compactFromBytes,
            BrokerConfig config,
            MessageEditor editor,
            InstantSource clock)
            throws IOException {
        Journal journal = Journal.open(folder, fsync, compactFromBytes);
        try {
            return new BrokerStore(config, Optional.of(journal), editor, clock);
        } catch (UncheckedIOException e) {
            journal.close();
            throw e.getCause();
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    public Broker broker() {
        return broker;
    }

    /** Makes all changes so far last; nothing may be acknowledged before. */
    public void commit() throws IOException {
        if (journal.isPresent()) {
            journal.get().commit();
        }
    }

    /** After a failed commit: goes back to what is on disk. Queues handed out before are void. */
    public void reload() throws IOException {
        if (journal.isPresent()) {
            journal.get().rollBack();
        }
        broker = open();
    }

    /** Keeps the journal small. Call it when nothing waits. */
    public void maintain() {
        journal.ifPresent(file -> file.compactIfWorthIt(broker.memoryBytes(), broker::snapshot));
    }

    public long journalBytes() {
        return journal.map(Journal::sizeBytes).orElse(0L);
    }

    public long damagedRecords() {
        return journal.map(Journal::damagedRecords).orElse(0L);
    }

    @Override
    public void close() throws IOException {
        if (journal.isPresent()) {
            journal.get().close();
        }
    }

    private Broker open() {
        ChangeLog log = journal.isPresent() ? journal.get() : ChangeLog.NONE;
        // why: more of the heap in messages leaves too little to move them.
        long maxMemoryBytes = Runtime.getRuntime().maxMemory() / 3 * 2;
        return Broker.open(config, log, editor, clock, UUID::randomUUID, maxMemoryBytes);
    }
}
