package io.durablestatus.systemtests.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.contracts.JobId;
import io.durablestatus.contracts.RedisKeys;
import io.durablestatus.contracts.Timings;
import io.durablestatus.localruntime.launcher.Addresses;
import io.durablestatus.systemtests.environment.LocalSystemExtension;
import io.durablestatus.systemtests.run.WebAppClient;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Local only: that the parts behind the web app did what the scenario says they do. */
@ExtendWith(LocalSystemExtension.class)
class BehindTheWebAppTest {
    private Addresses system;
    private WebAppClient user;

    @BeforeEach
    void find(Addresses addresses) {
        system = addresses;
        user = new WebAppClient(addresses.web());
    }

    @Test
    void the_mapping_is_in_redis_until_the_job_expires() {
        JobId job = completed(new CustomerList(20, 1));

        RedisLines redis = new RedisLines(system.redis());
        String key = RedisKeys.session(job.sessionId());
        assertThat(key).isEqualTo("ds:{" + job.value().substring(0, 26) + "}");
        assertThat(redis.ask("HGET " + key + " " + job)).isEqualTo(job.value());
        assertThat(Duration.ofSeconds(Long.parseLong(redis.ask("TTL " + key))))
                .isBetween(Timings.RETENTION.minusMinutes(5), Timings.RETENTION.plus(Timings.GRACE));
    }

    @Test
    void the_status_is_the_durable_apis_which_asks_for_its_key() throws Exception {
        JobId job = completed(new CustomerList(20, 1));
        DurableApi api = new DurableApi(system);

        assertThat(api.instance(job.value()).path("runtimeStatus").asText()).isEqualTo("Completed");
        assertThat(api.get("/instances/" + job, null).statusCode()).isEqualTo(401);
        assertThat(api.get("/instances/" + job, "wrong").statusCode()).isEqualTo(401);
    }

    /** why another job at the end: the queue keeps its order, so what was sent before it has arrived too. */
    @Test
    void nothing_of_a_refused_input_reaches_the_broker() throws Exception {
        JobId before = completed(new CustomerList(20, 1));
        for (InputError input : InputError.values()) {
            assertThat(user.submit(input.bytes()).statusCode()).as(input.name()).isEqualTo(400);
        }
        assertThat(user.submit(new CustomerList(4_000, 0).csv()).statusCode()).isEqualTo(413);
        JobId after = completed(new CustomerList(21, 1));

        assertThat(new DurableApi(system).instancesOf(before.sessionId().value()))
                .extracting(instance -> instance.path("instanceId").asText())
                .containsExactlyInAnyOrder(before.value(), after.value());
        assertThat(WebAppClient.json(user.get("/api/jobs")).path("jobs")).hasSize(2);
    }

    private JobId completed(CustomerList list) {
        String path = WebAppClient.location(user.submit(list.csv()));
        JsonNode end = new JobWatch(user, path).untilTerminal();
        assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("COMPLETED");
        return new JobId(end.path("jobId").asText());
    }
}
