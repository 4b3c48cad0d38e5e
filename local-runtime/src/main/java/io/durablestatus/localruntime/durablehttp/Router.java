package io.durablestatus.localruntime.durablehttp;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.durablestatus.localruntime.taskhub.TaskHubException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the operation of a call and maps what it throws, once. Anything that matches no route is a 404. */
final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /** One line of the API's table; segments in braces are placeholders, the others match without case. */
    record Route(String method, List<String> template, Operation operation) {
        Route(String method, String template, Operation operation) {
            this(method, Arrays.asList(template.split("/", -1)), operation);
        }

        Optional<Map<String, String>> match(String calledMethod, List<String> segments) {
            if (!method.equals(calledMethod) || segments.size() != template.size()) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String expected = template.get(i);
                if (expected.startsWith("{")) {
                    values.put(expected.substring(1, expected.length() - 1), segments.get(i));
                } else if (!expected.equalsIgnoreCase(segments.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(values);
        }
    }

    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** @param segments of the path below the API's base, decoded */
    Reply answer(Call call, List<String> segments) {
        for (Route route : routes) {
            Optional<Map<String, String>> placeholders = route.match(call.method(), segments);
            if (placeholders.isPresent()) {
                return run(route.operation(), call.withPath(placeholders.get()));
            }
        }
        return Reply.empty(404);
    }

    private static Reply run(Operation operation, Call call) {
        try {
            return operation.answer(call);
        } catch (JsonProcessingException e) {
            return Problem.of(400, Problem.BAD_JSON, e.getOriginalMessage(), "Newtonsoft.Json.JsonReaderException");
        } catch (TaskHubException e) {
            return refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.empty(503);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", call.method(), call.path(), e);
            return Problem.of(500, Problem.BROKEN, String.valueOf(e.getMessage()), "System.Exception");
        }
    }

    private static Reply refused(TaskHubException e) {
        return switch (e.reason()) {
            case NOT_FOUND -> Reply.empty(404);
            case FINISHED -> Reply.empty(410);
            case INVALID -> Problem.of(400, Problem.BAD_ARGUMENT, e.getMessage(), "System.ArgumentException");
            case ALREADY_EXISTS, WRONG_STATE, UNAVAILABLE ->
                Problem.of(500, Problem.BROKEN, e.getMessage(), "System.InvalidOperationException");
        };
    }
}
