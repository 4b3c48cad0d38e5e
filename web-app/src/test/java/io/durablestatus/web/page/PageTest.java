package io.durablestatus.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.durablestatus.contracts.Limits;
import io.durablestatus.web.support.Browser;
import io.durablestatus.web.support.WebAppTest;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PageTest extends WebAppTest {
    private static final Pattern LINK = Pattern.compile("(?:src=|href=|from )\"([^\"]+)\"");

    @Test
    void the_page_and_all_it_loads_are_served_from_here_and_run_under_the_policy() {
        Set<String> seen = new HashSet<>();
        Queue<String> open = new ArrayDeque<>(Set.of("/"));
        while (!open.isEmpty()) {
            String path = open.remove();
            // why: the sample is made by a generator of another module's tests and is checked there.
            if (!seen.add(path) || path.equals("/sample.csv")) {
                continue;
            }
            HttpResponse<String> response = browser().get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
            assertThat(response.headers().firstValue("Cache-Control")).as(path).contains("no-cache");
            Matcher link = LINK.matcher(response.body());
            while (link.find()) {
                open.add(link.group(1).replaceFirst("^\\./", "/js/"));
            }
        }
        assertThat(seen).contains("/app.css", "/icon.svg", "/js/page.js", "/js/jobs.js", "/js/matrix.js");
        assertThat(seen).as("everything is local").allMatch(path -> path.startsWith("/"));
    }

    @Test
    void the_page_starts_with_the_default_threshold_and_names_the_limits() {
        String page = browser().get("/").body();
        String threshold = String.format(Locale.ROOT, "%.2f", Limits.THRESHOLD_DEFAULT);
        assertThat(page)
                .contains("value=\"" + threshold + "\"", ">" + threshold + "</output>")
                .contains("up to 3,162 rows");
        assertThat(page)
                .as("no inline script")
                .doesNotContainPattern("<script(?![^>]*src=)")
                .doesNotContain(" style=");
    }

    @Test
    void health_tells_what_is_down_and_redis_only_degrades() throws Exception {
        assertThat(browser().get("/q/health/live").body()).contains("UP");
        HttpResponse<String> ready = browser().get("/q/health/ready");
        assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
        redis.stop();
        try {
            HttpResponse<String> degraded = browser().get("/q/health/ready");
            assertThat(degraded.statusCode()).isEqualTo(200);
            assertThat(Browser.json(degraded).toString()).contains("\"degraded\":true");
        } finally {
            redis.start();
        }
        engine.failWith(503);
        clock.advance(java.time.Duration.ofMinutes(1));
        HttpResponse<String> down = browser().get("/q/health");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("durable-api").contains("DOWN");
        assertThat(browser().get("/q/health/live").statusCode()).isEqualTo(200);
    }
}
