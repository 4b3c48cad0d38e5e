package io.durablestatus.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class JobMessageTest {
    private final SessionToken token = SessionToken.mint(new SecureRandom());
    private final JobId job = JobId.mint(token, "01kaptx4a8c1k5v9y3m7q2w8rz");

    @Test
    void a_message_for_another_session_than_its_job_is_refused() {
        SessionId other = SessionToken.mint(new SecureRandom()).sessionId();
        assertThatThrownBy(() -> new JobMessage(1, job, other, job.submittedAt(), 0.9, "a\n1\n", null))
                .hasMessageContaining("sessionId");
    }

    @Test
    void a_message_without_rows_or_with_a_threshold_out_of_range_is_refused() {
        assertThatThrownBy(() -> JobMessage.of(job, 0.9, "", null)).hasMessageContaining("csv is missing");
        assertThatThrownBy(() -> JobMessage.of(job, 0.49, "a\n1\n", null)).hasMessageContaining("from 0.5 to 1.0");
        assertThatThrownBy(() -> JobMessage.of(job, Double.NaN, "a\n1\n", null)).hasMessageContaining("threshold");
    }

    @Test
    void the_text_of_a_message_shows_no_rows() {
        assertThat(JobMessage.of(job, 0.9, "name\nAnn\n", null).toString()).doesNotContain("Ann");
    }

    @Test
    void keys_of_a_session_share_a_cluster_slot() {
        String tag = "{" + token.sessionId() + "}";
        assertThat(RedisKeys.session(token.sessionId())).isEqualTo("ds:" + tag);
        assertThat(RedisKeys.idempotency(token.sessionId(), "abc")).isEqualTo("ds:" + tag + ":key:abc");
        assertThat(RedisKeys.changes(token.sessionId())).contains(tag);
    }
}
