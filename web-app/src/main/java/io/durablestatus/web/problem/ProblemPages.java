package io.durablestatus.web.problem;

import io.durablestatus.contracts.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /problems/<name>}: what a problem type means and what to do. */
@Path("/problems/{name}")
public class ProblemPages {
    private final Map<String, String> pages = new LinkedHashMap<>();

    public ProblemPages() {
        Arrays.stream(HttpProblem.values())
                .forEach(problem -> add(
                        problem.uri(),
                        problem.title(),
                        problem.meaning(),
                        problem.remedy(),
                        ", HTTP status " + problem.status()));
        Arrays.stream(ProblemType.values())
                .forEach(type -> add(
                        type.uri(),
                        type.title(),
                        JobFailure.of(type).meaning(),
                        JobFailure.of(type).remedy(),
                        ", as the error of a job that FAILED"));
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public String page(@PathParam("name") String name) {
        String page = pages.get("/problems/" + name);
        if (page == null) {
            throw new NotFoundException();
        }
        return page;
    }

    private void add(String uri, String title, String meaning, String remedy, String where) {
        String page = """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s - Durable Status</title>
                <link rel="icon" href="/icon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/app.css">
                </head>
                <body>
                <header class="top"><a class="brand" href="/">Durable Status</a></header>
                <main class="prose">
                <h1>%1$s</h1>
                <p>%2$s</p>
                <h2>What to do</h2>
                <p>%3$s</p>
                <p class="quiet">Problem type <code>%4$s</code>%5$s</p>
                </main>
                </body>
                </html>
                """.formatted(title, meaning, remedy, uri, where);
        pages.put(uri, page);
    }
}
