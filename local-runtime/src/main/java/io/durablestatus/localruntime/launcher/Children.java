package io.durablestatus.localruntime.launcher;

import io.durablestatus.localruntime.process.ProcessRecord;
import io.durablestatus.localruntime.process.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The launcher's processes: started one by one, watched, and stopped together, last started first. */
final class Children {
    private static final Logger LOG = LoggerFactory.getLogger(Children.class);

    /** why so long: a cold start on a busy machine; a process that fails is noticed at once. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** why: Ctrl-C reaches the children too, and may end one before this process knows that it is to stop. */
    private static final Duration SIGNAL_SPREAD = Duration.ofSeconds(1);

    private final RunningProcesses running;
    private final Path logs;
    private final Deque<ChildProcess> children = new ArrayDeque<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    Children(RunningProcesses running, Path logs) {
        this.running = running;
        this.logs = logs;
    }

    List<ProcessRecord> endLeftovers() {
        return running.endLeftovers();
    }

    synchronized void start(String name, List<String> command, Map<String, String> environment) {
        if (stopping.getCount() == 0) {
            throw stopped();
        }
        ChildProcess child = ChildProcess.start(name, command, environment, logs);
        children.addLast(child);
        running.add(name, child.handle());
    }

    /** The address of the child's {@code ready} line. From then on its end is a {@link #failure}. */
    String awaitReady(String name) {
        ChildProcess child = child(name);
        String address = await(child, child::readyAddress);
        watch(child);
        return address;
    }

    /** Waits until the child says that it listens, and then answers 200. From then on its end is a {@link #failure}. */
    void awaitAnswer(String name, String listening, URI ready) {
        ChildProcess child = child(name);
        await(child, () -> child.said(listening));
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(1))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpRequest request =
                HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
        await(child, () -> {
            try {
                return client.send(request, HttpResponse.BodyHandlers.discarding())
                                        .statusCode()
                                == 200
                        ? "up"
                        : null;
            } catch (IOException e) {
                return null;
            } catch (InterruptedException e) {
                throw interrupted();
            }
        });
        watch(child);
    }

    private String await(ChildProcess child, Supplier<String> ready) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            String answer = ready.get();
            if (answer != null) {
                return answer;
            }
            if (ended(child)) {
                if (isStopping()) {
                    throw stopped();
                }
                throw new StartFailure(
                        child.name() + " did not start: " + child.lastLine() + " (log: " + child.log() + ")");
            }
        }
        throw new StartFailure(
                child.name() + " was not ready after " + START_LIMIT.toSeconds() + " s. See " + child.log());
    }

    private static boolean ended(ChildProcess child) {
        try {
            child.ended().get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void watch(ChildProcess child) {
        var unused = child.ended().thenAcceptAsync(gone -> {
            if (!isStopping()) {
                failure.complete(gone.epitaph());
            }
        });
    }

    boolean isStopping() {
        try {
            return stopping.await(SIGNAL_SPREAD.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    CompletableFuture<String> failure() {
        return failure;
    }

    synchronized Map<String, ProcessHandle> processes() {
        Map<String, ProcessHandle> handles = new LinkedHashMap<>();
        children.forEach(child -> handles.put(child.name(), child.handle()));
        return handles;
    }

    synchronized void stop() {
        stopping.countDown();
        for (Iterator<ChildProcess> last = children.descendingIterator(); last.hasNext(); ) {
            last.next().stop();
        }
        children.clear();
        try {
            running.forget();
        } catch (IOException e) {
            LOG.warn("The list of processes stays; all of them have ended", e);
        }
    }

    private synchronized ChildProcess child(String name) {
        return children.stream()
                .filter(child -> child.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static StartFailure stopped() {
        return new StartFailure("Stopped before the system was up.");
    }

    private static StartFailure interrupted() {
        Thread.currentThread().interrupt();
        return stopped();
    }
}
