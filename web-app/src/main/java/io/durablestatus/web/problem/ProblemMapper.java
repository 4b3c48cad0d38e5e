package io.durablestatus.web.problem;

import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Exceptions of the REST layer to problem+json. */
@Singleton
public class ProblemMapper {
    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final ProblemJson json;
    private final AllowedMethods allowed;

    ProblemMapper(ProblemJson json, AllowedMethods allowed) {
        this.json = json;
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        Response.ResponseBuilder response = response(e.body());
        e.headers().forEach(response::header);
        return response.build();
    }

    /** What the REST layer itself refuses: unknown route, method, media type, unreadable body. */
    @ServerExceptionMapper
    public Response refusedByTheRestLayer(WebApplicationException e, UriInfo uri) {
        int status = e.getResponse().getStatus();
        Response.ResponseBuilder response = response(json.bare(status));
        if (status == HttpProblem.METHOD_NOT_ALLOWED.status()) {
            response.header(HttpHeaders.ALLOW, allowed.of(uri.getPath()));
        }
        if (status >= 500) {
            LOG.error("A request failed", e);
        }
        return response.build();
    }

    @ServerExceptionMapper
    public Response mistake(Throwable e) {
        LOG.error("A request failed", e);
        return response(json.bare(HttpProblem.INTERNAL_ERROR.status())).build();
    }

    private Response.ResponseBuilder response(ProblemBody body) {
        return Response.status(body.status()).type(ProblemJson.MEDIA_TYPE).entity(json.bytes(body));
    }
}
