package io.durablestatus.web.session;

import io.durablestatus.contracts.SessionToken;
import io.durablestatus.contracts.Timings;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * The session cookie: {@code session} on http, {@code __Host-session} on https, where the prefix makes browsers refuse
 * one that a sibling domain or plain http has set.
 */
public final class SessionCookie {
    private static final String NAME = "session";
    private static final String SECURE_NAME = "__Host-session";

    private SessionCookie() {}

    /** The caller's token; a cookie that is not well-formed counts as none. */
    public static Optional<SessionToken> read(HttpServerRequest request) {
        return request.cookies(name(isSecure(request))).stream()
                .flatMap(cookie -> SessionToken.parse(cookie.getValue()).stream())
                .findFirst();
    }

    /** The value of {@code Set-Cookie} that gives or refreshes the session. */
    public static String issue(SessionToken token, HttpServerRequest request) {
        boolean secure = isSecure(request);
        return Cookie.cookie(name(secure), token.cookieValue())
                .setPath("/")
                .setMaxAge(Timings.RETENTION.toSeconds())
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX)
                .encode();
    }

    private static String name(boolean secure) {
        return secure ? SECURE_NAME : NAME;
    }

    /** As the browser sees it: behind a proxy Quarkus takes the scheme from the forwarding headers, when told to. */
    private static boolean isSecure(HttpServerRequest request) {
        return "https".equals(request.scheme());
    }
}
