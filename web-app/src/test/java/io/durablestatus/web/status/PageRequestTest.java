package io.durablestatus.web.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.SessionToken;
import io.durablestatus.web.problem.HttpProblem;
import io.durablestatus.web.problem.ProblemException;
import io.durablestatus.web.support.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {
    private static final SessionToken TOKEN = Jobs.token();
    private static final List<JobId> NEWEST_FIRST = IntStream.range(0, 45)
            .mapToObj(i -> Jobs.job(TOKEN, Instant.ofEpochMilli(1_790_000_000_000L - i)))
            .toList();

    @Test
    void pages_follow_each_other_without_gap_or_repeat() {
        List<JobId> seen = new ArrayList<>();
        PageRequest request = PageRequest.of(Map.of());
        int pages = 0;
        for (boolean more = true; more; pages++) {
            PageRequest.Page page = request.cut(NEWEST_FIRST);
            seen.addAll(page.ids());
            more = page.next() != null;
            if (more) {
                assertThat(page.next()).startsWith("/api/jobs?limit=20&after=");
                request = PageRequest.of(Map.of(
                        "limit", List.of("20"), "after", List.of(page.next().replaceAll(".*after=", ""))));
            }
        }
        assertThat(seen).isEqualTo(NEWEST_FIRST);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void a_page_that_ends_with_the_last_job_has_no_next() {
        assertThat(new PageRequest(45, null).cut(NEWEST_FIRST).next()).isNull();
        assertThat(new PageRequest(44, null).cut(NEWEST_FIRST).next()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "", "-1", "+5", "1.0", "abc", "99999999999", "٣"})
    void a_limit_out_of_range_is_a_400(String limit) {
        assertInvalid(Map.of("limit", List.of(limit)), "limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "../../etc"})
    void after_must_be_a_job_id(String after) {
        assertInvalid(Map.of("after", List.of(after)), "after");
    }

    @Test
    void a_repeated_parameter_is_a_400() {
        assertInvalid(Map.of("limit", List.of("5", "6")), "limit");
    }

    private static void assertInvalid(Map<String, List<String>> query, String name) {
        assertThatThrownBy(() -> PageRequest.of(query))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isEqualTo(HttpProblem.INVALID_PARAMETER))
                .hasMessageContaining(name);
    }
}
