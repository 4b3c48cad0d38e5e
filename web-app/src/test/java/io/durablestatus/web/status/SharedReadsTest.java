package io.durablestatus.web.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedReadsTest {
    private final SharedReads<String, Integer> reads = new SharedReads<>();
    private final List<CompletableFuture<Integer>> started = new ArrayList<>();

    @Test
    void askers_during_a_read_share_the_next_one() {
        CompletableFuture<Integer> first = read("k");
        List<CompletableFuture<Integer>> late =
                IntStream.range(0, 100).mapToObj(i -> read("k")).toList();
        assertThat(started).hasSize(1);

        started.get(0).complete(1);
        assertThat(first).isCompletedWithValue(1);
        assertThat(started).hasSize(2);
        assertThat(late).noneMatch(CompletableFuture::isDone);

        started.get(1).complete(2);
        assertThat(late).allSatisfy(asker -> assertThat(asker).isCompletedWithValue(2));
        assertThat(started).hasSize(2);
    }

    @Test
    void keys_do_not_wait_for_each_other() {
        CompletableFuture<Integer> a = read("a");
        CompletableFuture<Integer> b = read("b");
        started.get(1).complete(2);
        assertThat(b).isCompletedWithValue(2);
        assertThat(a).isNotDone();
    }

    @Test
    void a_failed_read_fails_its_askers_and_no_others() {
        CompletableFuture<Integer> first = read("k");
        CompletableFuture<Integer> second = read("k");
        started.get(0).completeExceptionally(new IllegalStateException("down"));
        assertThat(first).isCompletedExceptionally();
        started.get(1).complete(2);
        assertThat(second).isCompletedWithValue(2);
        CompletableFuture<Integer> third = read("k");
        assertThat(started).hasSize(3);
        started.get(2).complete(3);
        assertThat(third).isCompletedWithValue(3);
    }

    private CompletableFuture<Integer> read(String key) {
        CompletionStage<Integer> answer = reads.read(key, () -> {
            CompletableFuture<Integer> read = new CompletableFuture<>();
            started.add(read);
            return read;
        });
        return answer.toCompletableFuture();
    }
}
