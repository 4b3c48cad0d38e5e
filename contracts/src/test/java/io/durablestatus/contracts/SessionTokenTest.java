package io.durablestatus.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.ulid.Ulid;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokenTest {
    // Worked out with Python's hashlib, hmac and base64 from the bytes 0 to 31.
    private static final String COOKIE = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private static final String SESSION = "mmg42klgyqzwneiskrelxms3j7";
    private static final String ULID = "01kaptx4a8c1k5v9y3m7q2w8rz";

    private final SessionToken token = SessionToken.parse(COOKIE).orElseThrow();

    @Test
    void the_ids_derived_from_a_token_are_those_of_an_independent_calculation() {
        assertThat(token.sessionId().value()).isEqualTo(SESSION);
        JobId job = JobId.mint(token, ULID);
        assertThat(job.value()).isEqualTo(SESSION + "-" + ULID + "-2tefaayj").hasSize(JobId.LENGTH);
        assertThat(job.submittedAt()).isEqualTo(Instant.parse("2025-11-22T22:28:10.184Z"));
    }

    @Property
    void a_token_owns_exactly_the_jobs_it_minted(
            @ForAll @Size(32) byte[] mine, @ForAll @Size(32) byte[] other, @ForAll long random) {
        SessionToken token = token(mine);
        JobId job = JobId.mint(token, new Ulid(random, ~random).toLowerCase());
        assertThat(token.owns(job)).isTrue();
        assertThat(token(other).owns(job)).isEqualTo(java.util.Arrays.equals(mine, other));
    }

    @Property
    void a_job_id_carries_the_time_of_its_ulid(@ForAll @LongRange(min = 0, max = (1L << 48) - 1) long millis) {
        JobId job = JobId.mint(token, Ulid.min(millis).toString());
        assertThat(job.submittedAt()).isEqualTo(Instant.ofEpochMilli(millis));
        assertThat(JobId.parse(job.value())).contains(job);
    }

    @Test
    void a_changed_tag_or_ulid_is_not_owned() {
        JobId job = JobId.mint(token, ULID);
        String text = job.value();
        assertThat(token.owns(new JobId(text.substring(0, 61) + (text.endsWith("a") ? "b" : "a"))))
                .isFalse();
        assertThat(token.owns(new JobId(text.replace("01kaptx4a8", "01kaptx4a9"))))
                .isFalse();
    }

    @Test
    void a_minted_token_survives_its_cookie() {
        SessionToken minted = SessionToken.mint(new SecureRandom());
        assertThat(minted.cookieValue()).hasSize(43);
        assertThat(SessionToken.parse(minted.cookieValue()).orElseThrow().sessionId())
                .isEqualTo(minted.sessionId());
        assertThat(minted.toString()).doesNotContain(minted.cookieValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9", // spare bits set
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh+"
            })
    void anything_but_43_characters_of_base64url_is_no_cookie(String cookie) {
        assertThat(SessionToken.parse(cookie)).isEmpty();
    }

    @Test
    void an_id_in_upper_case_or_cut_short_is_no_job_id() {
        String id = JobId.mint(token, ULID).value();
        assertThat(JobId.parse(id.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(JobId.parse(id.substring(1))).isEmpty();
        assertThat(JobId.parse(id + "\n")).isEmpty();
        assertThat(JobId.parse(null)).isEmpty();
    }

    @Property
    void base32_is_that_of_commons_codec(@ForAll byte[] bytes) {
        String expected = org.apache.commons.codec.binary.Base32.builder()
                .get()
                .encodeToString(bytes)
                .toLowerCase(Locale.ROOT)
                .replace("=", "");
        assertThat(Base32.encode(bytes)).isEqualTo(expected);
    }

    private static SessionToken token(byte[] bytes) {
        return SessionToken.parse(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .orElseThrow();
    }
}
