package io.durablestatus.localruntime.durablehttp;

import com.microsoft.durabletask.implementation.protobuf.OrchestratorService.OrchestrationStatus;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Query parameters as the extension reads them: names without case, repeated values joined by a comma, and a value that does
 * not parse counts as absent.
 */
final class Query {
    /** As {@code DateTime.TryParse} takes them: a date, with or without time, with or without offset; UTC unless said. */
    private static final DateTimeFormatter LENIENT = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Values of one name that differ in case only are one parameter. */
    Query(Map<String, List<String>> parameters) {
        parameters.forEach((name, given) ->
                values.computeIfAbsent(name, n -> new ArrayList<>()).addAll(given));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(given -> String.join(",", given));
    }

    boolean flag(String name, boolean otherwise) {
        String given = text(name).orElse("").strip().toLowerCase(Locale.ROOT);
        return switch (given) {
            case "true" -> true;
            case "false" -> false;
            default -> otherwise;
        };
    }

    int positive(String name, int otherwise) {
        try {
            int given = Integer.parseInt(text(name).orElse("").strip());
            return given > 0 ? given : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Seconds, fractions allowed. */
    Optional<Duration> seconds(String name) {
        try {
            double given = Double.parseDouble(text(name).orElse("").strip());
            return Double.isFinite(given) ? Optional.of(Duration.ofMillis(Math.round(given * 1000))) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Optional<Instant> time(String name) {
        return text(name).flatMap(Query::parseTime);
    }

    /** Names with case, or their numbers, as {@code Enum.TryParse} has it; empty when none parses. */
    Set<OrchestrationStatus> statuses(String name) {
        Set<OrchestrationStatus> found = EnumSet.noneOf(OrchestrationStatus.class);
        for (String given : text(name).orElse("").split(",", -1)) {
            RuntimeStatus.parse(given.strip()).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Instant> parseTime(String given) {
        try {
            TemporalAccessor parsed =
                    LENIENT.parseBest(given.strip(), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime offset) {
                return Optional.of(offset.toInstant());
            }
            LocalDateTime local = parsed instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.from(parsed);
            return Optional.of(local.toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
