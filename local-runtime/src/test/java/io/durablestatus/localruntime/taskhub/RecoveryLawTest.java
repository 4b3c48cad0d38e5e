package io.durablestatus.localruntime.taskhub;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.durabletask.Task;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import io.durablestatus.localruntime.taskhub.TaskHubException.Reason;
import io.durablestatus.localruntime.taskhub.engine.Engine;
import io.durablestatus.localruntime.taskhub.engine.Work;
import io.durablestatus.localruntime.taskhub.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The law of the engine: whatever commands come, whatever workers do, and at whichever write the process dies, each
 * instance ends as it would have without a death, and what has ended stays as it is.
 */
class RecoveryLawTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] KINDS = {"Collects", "Loops", "Waits"};

    /** One command of a client: what to do, to which instance, with which number. */
    record Command(What what, int instance, int number) {
        enum What {
            START,
            RAISE,
            SUSPEND,
            RESUME,
            TERMINATE,
            RESTART,
            PAUSE
        }
    }

    /** After so many writes of a process it dies, before or after the last. */
    record Death(int writes, boolean afterTheWrite) {}

    @Provide
    Arbitrary<List<Command>> commands() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                net.jqwik.api.Tuple.of(4, Command.What.START),
                                net.jqwik.api.Tuple.of(8, Command.What.RAISE),
                                net.jqwik.api.Tuple.of(2, Command.What.SUSPEND),
                                net.jqwik.api.Tuple.of(2, Command.What.RESUME),
                                net.jqwik.api.Tuple.of(1, Command.What.TERMINATE),
                                net.jqwik.api.Tuple.of(1, Command.What.RESTART),
                                net.jqwik.api.Tuple.of(2, Command.What.PAUSE)),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(1, 20))
                .as(Command::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Death>> deaths() {
        return Combinators.combine(Arbitraries.integers().between(1, 25), Arbitraries.of(true, false))
                .as(Death::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Property(tries = 25)
    void every_instance_ends_as_it_would_have_without_a_death(
            @ForAll("commands") List<Command> commands, @ForAll("deaths") List<Death> deaths, @ForAll long seed) {
        Map<String, String> undisturbed = new Run(List.of(), seed).outcomes(commands);
        Map<String, String> withDeaths = new Run(deaths, seed).outcomes(commands);

        assertThat(withDeaths).isEqualTo(undisturbed);
    }

    private static Workload workload() {
        return new Workload()
                .orchestrator("Collects", ctx -> {
                    int sum = 0;
                    for (int i = 0; i < 3; i++) {
                        int number = ctx.waitForExternalEvent("number", Integer.class)
                                .await();
                        List<Task<Integer>> tasks = IntStream.rangeClosed(1, 3)
                                .mapToObj(factor -> ctx.callActivity("Square", number * factor, Integer.class))
                                .toList();
                        sum += ctx.allOf(tasks).await().stream()
                                .mapToInt(Integer::intValue)
                                .sum();
                        ctx.setCustomStatus(sum);
                        ctx.createTimer(Duration.ofMillis(25)).await();
                    }
                    ctx.complete(ctx.callSubOrchestrator("PlusOne", sum, Integer.class)
                            .await());
                })
                .orchestrator(
                        "PlusOne",
                        ctx -> ctx.complete(1
                                + ctx.callActivity("Square", ctx.getInput(Integer.class), Integer.class)
                                        .await()))
                .orchestrator("Loops", ctx -> {
                    int round = ctx.getInput(Integer.class);
                    int next = round
                            + ctx.callActivity("Square", round, Integer.class).await();
                    if (next < 50) {
                        ctx.continueAsNew(next, false);
                    } else {
                        ctx.complete(next);
                    }
                })
                .orchestrator("Waits", ctx -> ctx.waitForExternalEvent("never").await())
                .activity("Square", input -> input.asInt() * input.asInt());
    }

    /** One life of a hub, made of as many lives of a process as it takes. */
    private static final class Run {
        private final List<Death> deaths;
        private final Random random;
        private final Path folder;
        private final List<Work.Activity> answered = new CopyOnWriteArrayList<>();
        private final Map<String, InstanceRecord> ended = new HashMap<>();
        private final Set<String> started = new TreeSet<>();
        private int lives;
        private MortalStore store;
        private Engine engine;
        private LawWorkers workers;

        Run(List<Death> deaths, long seed) {
            this.deaths = deaths;
            this.random = new Random(seed);
            this.folder = temporaryFolder();
        }

        Map<String, String> outcomes(List<Command> commands) {
            open();
            for (Command command : commands) {
                carryOut(command);
                seeWhatEnded();
            }
            started.forEach(this::bringToItsEnd);
            Map<String, String> outcomes = new TreeMap<>();
            started.forEach(id -> outcomes.put(id, outcome(id)));
            close();
            delete();
            return outcomes;
        }

        private static String id(Command command) {
            return KINDS[command.instance() % KINDS.length] + "-" + command.instance();
        }

        private void carryOut(Command command) {
            String id = id(command);
            switch (command.what()) {
                case START -> start(id);
                case RAISE -> unlessRefused(hub -> hub.raiseEvent(id, "number", Integer.toString(command.number())));
                case SUSPEND -> unlessRefused(hub -> hub.suspend(id, null));
                case RESUME -> unlessRefused(hub -> hub.resume(id, null));
                case TERMINATE -> {
                    if (id.startsWith("Waits")) {
                        unlessRefused(hub -> hub.terminate(id, Integer.toString(command.number())));
                    }
                }
                case RESTART -> restart(id);
                case PAUSE -> surviving(hub -> hub.awaitCompletion(id, Duration.ofMillis(command.number())));
            }
        }

        /** why: only once, as a second start is refused or replaces the first, depending on when that ends. */
        private void start(String id) {
            if (started.add(id)) {
                String kind = id.substring(0, id.indexOf('-'));
                Instant later = id.endsWith("3") ? Instant.now().plusMillis(25) : null;
                unlessRefused(hub -> hub.start(new StartRequest(id, kind, "1", null, later)));
            }
        }

        /** why: what runs cannot be restarted, and when it ends is chance; so only what must end of its own. */
        private void restart(String id) {
            if (id.startsWith("Loops") && surviving(hub -> hub.find(id)).isPresent()) {
                bringToItsEnd(id);
                ended.remove(id);
                unlessRefused(hub -> hub.restart(id, false));
            }
        }

        /** In another state, or not there: the same with and without deaths, or without effect on the outcome. */
        private void unlessRefused(Consumer<Instances> command) {
            try {
                surviving(hub -> {
                    command.accept(hub);
                    return true;
                });
            } catch (TaskHubException e) {
                assertThat(e.reason()).isNotEqualTo(Reason.UNAVAILABLE);
            }
        }

        /** As a client that asks again after a restart, unless it knows that its command was carried out. */
        private <T> T surviving(Function<Instances, T> call) {
            while (true) {
                store.forgetWrites();
                try {
                    return call.apply(engine.instances());
                } catch (TaskHubException e) {
                    if (!store.dead()) {
                        throw e;
                    }
                    boolean written = store.written();
                    reopen();
                    if (written) {
                        return null;
                    }
                }
            }
        }

        private void reopen() {
            close();
            open();
        }

        private void open() {
            Death next = lives < deaths.size() ? deaths.get(lives) : new Death(Integer.MAX_VALUE, false);
            lives++;
            store = new MortalStore(SqliteStore.open(folder, "law"), next.writes(), next.afterTheWrite());
            engine = new Engine(store, InstantSource.system());
            workers = new LawWorkers(engine.dispatcher(), workload(), store, answered, random.nextLong());
        }

        private void close() {
            engine.close();
            workers.close();
            store.close();
        }

        private void seeWhatEnded() {
            List<InstanceRecord> all =
                    surviving(hub -> hub.list(new InstanceQuery(null, null, null, Set.of(), 1_000, null))
                            .instances());
            for (InstanceRecord instance : all) {
                InstanceRecord before = ended.get(instance.instanceId());
                if (before != null) {
                    assertThat(instance).isEqualTo(before);
                } else if (isEnd(instance.status())) {
                    ended.put(instance.instanceId(), instance);
                }
            }
        }

        private static boolean isEnd(OrchestrationStatus status) {
            return status == OrchestrationStatus.ORCHESTRATION_STATUS_COMPLETED
                    || status == OrchestrationStatus.ORCHESTRATION_STATUS_FAILED
                    || status == OrchestrationStatus.ORCHESTRATION_STATUS_TERMINATED;
        }

        private void bringToItsEnd(String id) {
            unlessRefused(hub -> hub.resume(id, null));
            if (id.startsWith("Collects")) {
                for (int i = 0; i < 3; i++) {
                    unlessRefused(hub -> hub.raiseEvent(id, "number", "100"));
                }
            } else if (id.startsWith("Waits")) {
                unlessRefused(hub -> hub.terminate(id, "0"));
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (surviving(hub -> hub.awaitCompletion(id, Duration.ofMillis(100)))
                    .isEmpty()) {
                assertThat(System.nanoTime())
                        .describedAs("%s has not ended: %s", id, surviving(hub -> hub.find(id)))
                        .isLessThan(deadline);
            }
            seeWhatEnded();
        }

        private String outcome(String id) {
            InstanceRecord instance = surviving(hub -> hub.find(id)).orElseThrow();
            checkHistory(surviving(hub -> hub.history(id)));
            return instance.status() + " " + instance.output() + " " + instance.customStatus() + " "
                    + instance.failure();
        }

        /** Nothing started twice, nothing answered twice, one end and nothing behind it. */
        private static void checkHistory(List<HistoryEvent> history) {
            assertThat(history).filteredOn(HistoryEvent::hasExecutionStarted).hasSizeLessThanOrEqualTo(1);
            assertThat(history).filteredOn(HistoryEvent::hasExecutionCompleted).hasSize(1);
            assertThat(history.get(history.size() - 2).hasExecutionCompleted()).isTrue();
            assertThat(ids(history, HistoryEvent::hasTaskScheduled, HistoryEvent::getEventId))
                    .doesNotHaveDuplicates()
                    .containsAll(ids(
                            history,
                            HistoryEvent::hasTaskCompleted,
                            event -> event.getTaskCompleted().getTaskScheduledId()));
            assertThat(ids(
                            history,
                            HistoryEvent::hasTaskCompleted,
                            event -> event.getTaskCompleted().getTaskScheduledId()))
                    .doesNotHaveDuplicates();
        }

        private static List<Integer> ids(
                List<HistoryEvent> history,
                java.util.function.Predicate<HistoryEvent> which,
                Function<HistoryEvent, Integer> id) {
            return history.stream().filter(which).map(id).toList();
        }

        private static Path temporaryFolder() {
            try {
                return Files.createTempDirectory("law");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void delete() {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> all = new ArrayList<>(files.toList());
                all.add(folder);
                for (Path file : all) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
