package io.durablestatus.web.result;

import static io.durablestatus.web.support.Browser.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.durablestatus.contracts.JobId;
import io.durablestatus.web.support.Browser;
import io.durablestatus.web.support.WebAppTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ResultTest extends WebAppTest {
    @Test
    void a_completed_job_has_a_result() throws Exception {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        completes(jobId);
        HttpResponse<String> response = browser.get(path(jobId));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
        JsonNode expected = mapper.readTree(write(RESULT));
        assertThat(json(response)).isEqualTo(expected);
        assertThat(expected.get("clusters")
                        .get(0)
                        .get("rows")
                        .get(1)
                        .get("cells")
                        .get(0)
                        .asText())
                .isEqualTo("Ana");
    }

    @Test
    void the_clusters_come_as_a_file_that_no_spreadsheet_runs() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        completes(jobId);
        HttpResponse<String> response = browser.get(path(jobId), "Accept", "text/csv");
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"duplicates.csv\"");
        assertThat(response.body()).isEqualTo("cluster,row,name,'=city\r\n1,1,Anna,'-Oslo\r\n1,2,Ana,\"Os,lo\"\r\n");
    }

    @Test
    void a_job_that_is_not_completed_has_none() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        problem(browser.get(path(jobId)), 409, "not-completed");
        problem(browser.get(path(jobId), "Accept", "text/csv"), 409, "not-completed");
        engine.put(jobId.value(), "Terminated", null, "\"reason\"");
        JsonNode problem = problem(browser.get(path(jobId)), 409, "not-completed");
        assertThat(problem.get("detail").asText()).contains("CANCELED");
    }

    @Test
    void an_engine_that_fails_is_a_503() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        completes(jobId);
        assertThat(browser.job(jobId).statusCode()).isEqualTo(200);
        engine.failWith(500);
        problem(browser.get(path(jobId)), 503, "status-unavailable");
    }

    @Test
    void another_representation_is_a_406() {
        Browser browser = browser();
        JobId jobId = browser.submitted();
        completes(jobId);
        problem(browser.get(path(jobId), "Accept", "image/png"), 406, "not-acceptable");
    }

    private static String path(JobId jobId) {
        return "/api/jobs/" + jobId + "/result";
    }
}
