package io.durablestatus.web.problem;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Errors of the HTTP layer, which no exception mapper sees, to problem+json. */
@Singleton
public class RouteProblems {
    private static final Logger LOG = Logger.getLogger(RouteProblems.class);

    /** Before Quarkus' own limit (order -2), which answers without a body. */
    private static final int BEFORE_UPLOAD_LIMIT = -3;

    /** How much of a refused body is still taken in, so that its sender gets to read the answer. */
    private static final long DRAIN_BYTES = 16L * 1024 * 1024;

    private static final long DRAIN_MILLIS = 1_000;

    private final ProblemJson json;
    private final long maxBody;

    public RouteProblems(ProblemJson json, VertxHttpConfig http) {
        this.json = json;
        this.maxBody = http.limits().maxBodySize().orElseThrow().asLongValue();
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::failed);
        router.route().order(BEFORE_UPLOAD_LIMIT).handler(this::checkBody);
        router.route().last().handler(context -> answer(context, json.bare(404)));
    }

    private void failed(RoutingContext context) {
        if (context.response().ended()) {
            return;
        }
        int status = context.statusCode() >= 400 ? context.statusCode() : 500;
        if (status >= 500) {
            LOG.error("A request failed", context.failure());
        }
        answer(context, json.bare(status));
    }

    private void checkBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && !fits(length)) {
            refuseBody(context);
        } else if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            readChunked(context);
        } else {
            context.next();
        }
    }

    /**
     * Takes in a body of unannounced length, at most as much as is allowed. The layers above would answer one that is
     * too large or broken without a body, or not at all.
     */
    private void readChunked(RoutingContext context) {
        Buffer body = Buffer.buffer();
        context.request()
                .handler(chunk -> {
                    if (body.length() + chunk.length() > maxBody) {
                        refuseBody(context);
                    } else {
                        body.appendBuffer(chunk);
                    }
                })
                .exceptionHandler(failure -> {
                    if (!context.response().ended()) {
                        answer(context, json.bare(HttpProblem.BAD_REQUEST.status()));
                        flush(context.request());
                    }
                })
                .endHandler(end -> {
                    ((RoutingContextInternal) context).setBody(body);
                    context.next();
                })
                .resume();
    }

    private void refuseBody(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        drain(context.request());
        context.vertx().setTimer(DRAIN_MILLIS, timer -> close(context.request()));
        answer(context, json.bare(HttpProblem.TOO_LARGE.status()));
    }

    private boolean fits(String length) {
        try {
            return Long.parseLong(length) <= maxBody;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A connection closed with unread bytes is reset, and the reset may overtake the answer. */
    private static void drain(HttpServerRequest request) {
        AtomicLong drained = new AtomicLong();
        request.handler(buffer -> {
            if (drained.addAndGet(buffer.length()) > DRAIN_BYTES) {
                close(request);
            }
        });
        request.endHandler(end -> {});
        request.exceptionHandler(failure -> {});
        request.resume();
    }

    /** A connection is closed right after its broken body is told, and an answer still in its buffer is lost. */
    private static void flush(HttpServerRequest request) {
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().flush();
        }
    }

    private static void close(HttpServerRequest request) {
        request.connection().close().onFailure(failure -> LOG.debugf("Already closed: %s", failure));
    }

    private void answer(RoutingContext context, ProblemBody problem) {
        context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemJson.MEDIA_TYPE)
                .end(Buffer.buffer(json.bytes(problem)))
                .onFailure(failure -> LOG.debugf("The caller has gone: %s", failure));
    }
}
