package io.durablestatus.functions.start;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.durablestatus.contracts.Problem;
import io.durablestatus.contracts.ProblemType;
import io.durablestatus.contracts.Timings;

/** Why the broker gave a message up, as it writes it into the application properties of a dead-lettered message. */
record DeadLetter(String reason, String description) {
    /** The broker's reasons of its own; a receiver may give any other. */
    private static final String EXPIRED = "TTLExpiredException";

    private static final String MAX_DELIVERIES = "MaxDeliveryCountExceeded";

    private static final JsonMapper JSON = new JsonMapper();

    /** @param applicationProperties a JSON object; anything else is taken for "no reason given" */
    static DeadLetter read(String applicationProperties) {
        JsonNode properties;
        try {
            properties = JSON.readTree(applicationProperties == null ? "" : applicationProperties);
        } catch (JsonProcessingException e) {
            properties = JSON.missingNode();
        }
        return new DeadLetter(
                properties.path("DeadLetterReason").asText("no reason given"),
                properties.path("DeadLetterErrorDescription").asText(""));
    }

    Problem problem() {
        return switch (reason) {
            case EXPIRED ->
                Problem.of(
                        ProblemType.EXPIRED_IN_QUEUE,
                        "The job waited longer than " + Timings.MESSAGE_TTL.toMinutes() + " minutes. Submit it again.");
            case MAX_DELIVERIES ->
                Problem.of(
                        ProblemType.DEAD_LETTERED,
                        "The job could not be started in " + Timings.MAX_DELIVERIES + " deliveries.");
            default ->
                Problem.of(
                        ProblemType.DEAD_LETTERED,
                        "The broker gave the job up: " + reason + (description.isEmpty() ? "" : ": " + description));
        };
    }

    /** How often the message had been delivered when it was given up; 0 when that is not known. */
    int attempt() {
        return reason.equals(MAX_DELIVERIES) ? Timings.MAX_DELIVERIES : 0;
    }
}
