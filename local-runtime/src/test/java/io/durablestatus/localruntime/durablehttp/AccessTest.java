package io.durablestatus.localruntime.durablehttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessTest {
    @Test
    void without_a_key_or_with_a_wrong_one_the_answer_is_401_and_empty() {
        try (DurableHttpFixture fixture = new DurableHttpFixture()) {
            fixture.instances.plant("x", RuntimeStatus.Completed);
            assertThat(with(fixture, null, "").statusCode()).isEqualTo(401);
            assertThat(with(fixture, null, "").body()).isEmpty();
            assertThat(with(fixture, "wrong", "").statusCode()).isEqualTo(401);
            assertThat(with(fixture, null, "?code=wrong").statusCode()).isEqualTo(401);
            assertThat(with(fixture, "", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void system_and_master_key_open_by_header_and_by_query_in_any_case() {
        try (DurableHttpFixture fixture = new DurableHttpFixture()) {
            fixture.instances.plant("x", RuntimeStatus.Completed);
            assertThat(with(fixture, DurableHttpFixture.SYSTEM_KEY, "").statusCode())
                    .isEqualTo(200);
            assertThat(with(fixture, DurableHttpFixture.MASTER_KEY, "").statusCode())
                    .isEqualTo(200);
            assertThat(with(fixture, null, "?code=system%2Fkey%3D").statusCode())
                    .isEqualTo(200);
            assertThat(with(fixture, null, "?CODE=master-key").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_wrong_header_wins_over_a_right_query() {
        try (DurableHttpFixture fixture = new DurableHttpFixture()) {
            fixture.instances.plant("x", RuntimeStatus.Completed);
            assertThat(with(fixture, "wrong", "?code=master-key").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void an_address_outside_the_rules_gets_403_before_its_key_is_looked_at() {
        try (DurableHttpFixture closed = new DurableHttpFixture("10.0.0.0/8");
                DurableHttpFixture open = new DurableHttpFixture("10.0.0.0/8", "127.0.0.0/8")) {
            closed.instances.plant("x", RuntimeStatus.Completed);
            open.instances.plant("x", RuntimeStatus.Completed);
            assertThat(with(closed, DurableHttpFixture.SYSTEM_KEY, "").statusCode())
                    .isEqualTo(403);
            assertThat(with(closed, null, "").statusCode()).isEqualTo(403);
            assertThat(with(closed, null, "").headers().firstValue("x-ms-forbidden-ip"))
                    .contains("127.0.0.1");
            assertThat(with(open, DurableHttpFixture.SYSTEM_KEY, "").statusCode())
                    .isEqualTo(200);
            assertThat(with(open, null, "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void ranges_are_compared_bit_by_bit_and_by_family() throws Exception {
        IpRules rules = new IpRules(List.of("10.1.2.128/25", "fd00::/8", "192.0.2.7"));
        assertThat(rules.admit(InetAddress.getByName("10.1.2.129"))).isTrue();
        assertThat(rules.admit(InetAddress.getByName("10.1.2.127"))).isFalse();
        assertThat(rules.admit(InetAddress.getByName("fd12::1"))).isTrue();
        assertThat(rules.admit(InetAddress.getByName("fe12::1"))).isFalse();
        assertThat(rules.admit(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(rules.admit(InetAddress.getByName("192.0.2.8"))).isFalse();
    }

    @Test
    void an_entry_that_is_no_range_is_named() {
        for (String wrong : List.of("10.0.0.0/33", "example.org", "10.0.0.0/8/8", "10.0.0.0/x", "")) {
            assertThatThrownBy(() -> new IpRules(List.of(wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void keys_do_not_show_in_text() {
        assertThat(new AccessKeys("secret", "other")).asString().doesNotContain("secret", "other");
    }

    private static HttpResponse<String> with(DurableHttpFixture fixture, String header, String query) {
        HttpRequest.Builder request = HttpRequest.newBuilder(fixture.at("/instances/x" + query));
        if (header != null) {
            request.header("X-Functions-Key", header);
        }
        return fixture.send(request.build());
    }
}
