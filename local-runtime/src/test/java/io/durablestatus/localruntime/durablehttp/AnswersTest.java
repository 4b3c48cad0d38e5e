package io.durablestatus.localruntime.durablehttp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.localruntime.taskhub.InstanceRecord;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies, headers and what reaches the hub. The files are written by hand from the extension's source and documentation. */
class AnswersTest {
    private final DurableHttpFixture fixture = new DurableHttpFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void the_status_of_each_state_is_as_in_the_file() throws IOException {
        for (RuntimeStatus state : RuntimeStatus.values()) {
            fixture.instances.plant("abc", state);
            HttpResponse<String> response = fixture.get("/instances/abc");
            assertThat(response.body()).as(state.name()).isEqualTo(golden("status-" + state + ".json"));
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        }
    }

    @Test
    void a_running_instance_says_where_and_when_to_look_again() {
        fixture.instances.plant("abc", RuntimeStatus.Running);
        HttpResponse<String> response = fixture.get("/instances/abc?showInput=false&code=x");
        assertThat(response.headers().firstValue("Location"))
                .contains(fixture.at("/instances/abc?showInput=false&code=x").toString());
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
    }

    @Test
    void another_hub_or_connection_in_the_query_changes_nothing() {
        fixture.instances.plant("abc", RuntimeStatus.Running);
        assertThat(fixture.get("/instances/abc?taskHub=Other&connection=Elsewhere")
                        .body())
                .isEqualTo(fixture.get("/instances/abc").body());
    }

    @Test
    void input_can_be_left_out() throws JsonProcessingException {
        fixture.instances.plant("abc", RuntimeStatus.Running);
        assertThat(json(fixture.get("/instances/abc?ShowInput=FALSE"))
                        .get("input")
                        .isNull())
                .isTrue();
    }

    @Test
    void payloads_that_are_no_json_are_plain_strings() throws JsonProcessingException {
        plant("  not json ", "");
        JsonNode status = json(fixture.get("/instances/abc"));
        assertThat(status.get("output").textValue()).isEqualTo("not json");
        assertThat(status.get("customStatus").textValue()).isEmpty();
    }

    @Test
    void start_answers_the_links_with_hub_connection_and_key() throws IOException {
        HttpResponse<String> response = fixture.call("POST", "/orchestrators/Order/a%20b", "{ \"n\": 1.10 }");

        String authority = fixture.server.address().getAuthority();
        String expected = golden("check-status.json").replace("HOST", authority);
        assertThat(response.body()).isEqualTo(expected);
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location"))
                .contains(json(response).get("statusQueryGetUri").textValue());
        assertThat(fixture.instances.started.instanceId()).isEqualTo("a b");
        assertThat(fixture.instances.started.input()).isEqualTo("{\"n\":1.10}");
    }

    @Test
    void start_takes_an_empty_body_and_refuses_one_that_is_no_json() throws JsonProcessingException {
        assertThat(fixture.call("POST", "/orchestrators/Order", null).statusCode())
                .isEqualTo(202);
        assertThat(fixture.instances.started.input()).isNull();
        for (String wrong : new String[] {"{", "1 2", "plain"}) {
            HttpResponse<String> response = fixture.call("POST", "/orchestrators/Order", wrong);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).get("Message").textValue()).isEqualTo("Invalid JSON content");
        }
    }

    @Test
    void start_with_both_waits_gives_the_bare_output_the_status_or_the_links() throws JsonProcessingException {
        String wait = "?timeout=3&pollingInterval=1";
        fixture.instances.plant("done", RuntimeStatus.Completed);
        // The planted hub starts nothing by itself, so the outcome comes from restart under the instance's own wait.
        HttpResponse<String> pending = fixture.call("POST", "/orchestrators/Order/p" + wait, null);
        assertThat(pending.statusCode()).isEqualTo(202);
        assertThat(json(pending).get("id").textValue()).isEqualTo("p");
        assertThat(fixture.instances.asked).contains("await p PT3S");

        HttpResponse<String> wrong = fixture.call("POST", "/orchestrators/Order/q?timeout=1&pollingInterval=2", null);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(fixture.call("POST", "/orchestrators/Order/r?timeout=1", null)
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void a_list_takes_every_filter_and_its_token_travels_in_headers() throws JsonProcessingException {
        fixture.instances.plant("abc", RuntimeStatus.Running);
        fixture.instances.nextToken = "page-2";
        String query = "?instanceIdPrefix=ab&createdTimeFrom=2026-11-22&createdTimeTo=2026-11-23T00:00:00Z"
                + "&runtimeStatus=Running,Failed&runtimeStatus=Pending&showinput=false&TOP=7";

        HttpResponse<String> response = fixture.send(fixture.request("GET", "/instances" + query, null)
                .header("X-MS-Continuation-Token", "page-1")
                .build());

        assertThat(response.headers().firstValue("x-ms-continuation-token")).contains("page-2");
        assertThat(json(response).get(0).get("input").isNull()).isTrue();
        assertThat(json(response).get(0).get("instanceId").textValue()).isEqualTo("abc");
        var listed = fixture.instances.listed;
        assertThat(listed.idPrefix()).isEqualTo("ab");
        assertThat(listed.createdFrom()).isEqualTo(Instant.parse("2026-11-22T00:00:00Z"));
        assertThat(listed.createdTo()).isEqualTo(Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(listed.statuses()).hasSize(3);
        assertThat(listed.top()).isEqualTo(7);
        assertThat(listed.continuationToken()).isEqualTo("page-1");
    }

    @Test
    void the_last_page_has_an_empty_token() {
        HttpResponse<String> response = fixture.get("/instances");
        assertThat(response.headers().firstValue("x-ms-continuation-token")).contains("");
        assertThat(response.body()).isEqualTo("[]");
        assertThat(fixture.instances.listed.top()).isEqualTo(100);
    }

    @Test
    void purge_counts_and_needs_a_start_time() {
        fixture.instances.plant("a", RuntimeStatus.Completed);
        assertThat(fixture.call("DELETE", "/instances/a", null).body()).isEqualTo("{\"instancesDeleted\":1}");
        assertThat(fixture.call("DELETE", "/instances", null).body())
                .isEqualTo("\"Please provide value for 'createdTimeFrom' parameter.\"");
        fixture.instances.plant("a", RuntimeStatus.Completed);
        fixture.instances.plant("b", RuntimeStatus.Failed);
        assertThat(fixture.call("DELETE", "/instances?createdTimeFrom=2020-01-01&runtimeStatus=Failed", null)
                        .body())
                .isEqualTo("{\"instancesDeleted\":2}");
        assertThat(fixture.instances.purged.createdTo()).isEqualTo(DurableHttpFixture.NOW);
        assertThat(fixture.instances.purged.statuses()).hasSize(1);
    }

    @Test
    void an_event_needs_json_and_keeps_its_payload() throws JsonProcessingException {
        fixture.instances.plant("abc", RuntimeStatus.Running);
        assertThat(fixture.call("POST", "/instances/abc/raiseEvent/Go%2Fon", "{ \"a\" : [1] }")
                        .statusCode())
                .isEqualTo(202);
        assertThat(fixture.instances.asked).contains("raise abc Go/on {\"a\":[1]}");
        HttpResponse<String> plain = fixture.send(fixture.request("POST", "/instances/abc/raiseEvent/e", null)
                .header("Content-Type", "text/plain")
                .build());
        assertThat(plain.statusCode()).isEqualTo(400);
        assertThat(plain.body()).isEqualTo("{\"Message\":\"Only application/json request content is supported\"}");
        HttpResponse<String> broken = fixture.call("POST", "/instances/abc/raiseEvent/e", "{");
        assertThat(json(broken).get("Message").textValue()).isEqualTo("Invalid JSON content");
    }

    @Test
    void reasons_reach_the_hub() {
        fixture.instances.plant("abc", RuntimeStatus.Running);
        fixture.call("POST", "/instances/abc/suspend?reason=tea%20time", null);
        fixture.call("POST", "/instances/abc/terminate?Reason=a+b", null);
        assertThat(fixture.instances.asked).containsExactly("suspend abc tea time", "terminate abc a b");
    }

    @Test
    void a_refusal_by_the_hub_is_told_in_the_extensions_words() throws JsonProcessingException {
        fixture.instances.plant("abc", RuntimeStatus.Running);
        JsonNode taken = json(fixture.call("POST", "/orchestrators/Order/abc", null));
        assertThat(taken.get("Message").textValue()).isEqualTo("Something went wrong while processing your request");
        assertThat(taken.get("ExceptionMessage").textValue()).contains("abc");
        JsonNode unknown = json(fixture.call("POST", "/orchestrators/Nope", null));
        assertThat(unknown.get("Message").textValue()).isEqualTo("One or more of the arguments submitted is incorrect");
        JsonNode missing = json(fixture.call("POST", "/instances/none/restart", null));
        assertThat(missing.get("Message").textValue())
                .isEqualTo("InstanceId does not match a valid orchestration instance.");
    }

    private void plant(String output, String customStatus) {
        fixture.instances.plant("abc", RuntimeStatus.Completed);
        InstanceRecord planted = fixture.instances.records.get("abc");
        fixture.instances.records.put(
                "abc",
                new InstanceRecord(
                        "abc",
                        planted.executionId(),
                        planted.name(),
                        planted.status(),
                        null,
                        customStatus,
                        output,
                        null,
                        planted.createdAt(),
                        planted.lastUpdatedAt(),
                        null));
    }

    private static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
        return Json.parse(response.body());
    }

    static String golden(String name) throws IOException {
        try (InputStream file = AnswersTest.class.getResourceAsStream("/durablehttp/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
