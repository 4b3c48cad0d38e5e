package io.durablestatus.localruntime.servicebus.amqp;

/** The node {@code $cbs} (claims-based security): clients put a token before they open links, and again every while. */
final class Cbs implements RequestHandler {
    private static final String PUT_TOKEN = "put-token";

    private final Authorization authorization;

    Cbs(Authorization authorization) {
        this.authorization = authorization;
    }

    @Override
    public Reply handle(Request request) {
        if (!PUT_TOKEN.equals(request.text("operation"))) {
            return Reply.refused(
                    501, Errors.NOT_IMPLEMENTED, "$cbs knows put-token only, not " + request.text("operation"));
        }
        if (!authorization.put(request.body() instanceof String token ? token : "")) {
            return Reply.refused(
                    401,
                    Errors.UNAUTHORIZED,
                    "The token is not signed with the key of this broker, or has expired. Use the connection string"
                            + " the broker was started with.");
        }
        return new Reply(202, "Accepted", null, null);
    }
}
