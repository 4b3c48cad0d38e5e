package io.durablestatus.localruntime.functionhost.trigger;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** A schedule of six fields, seconds first (five fields: at second 0), in UTC; days of month and of week must both match. */
public final class Ncrontab {
    private static final CronDefinition SYNTAX = CronDefinitionBuilder.defineCron()
            .withSeconds()
            .and()
            .withMinutes()
            .and()
            .withHours()
            .and()
            .withDayOfMonth()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 6)
            .withMondayDoWValue(1)
            .and()
            .matchDayOfWeekAndDayOfMonth()
            .instance();

    private final ExecutionTime times;

    /** @throws IllegalArgumentException saying what is wrong with it */
    public Ncrontab(String expression) {
        String trimmed = expression.strip();
        String sixFields = trimmed.split("\\s+").length == 5 ? "0 " + trimmed : trimmed;
        Cron parsed = new CronParser(SYNTAX).parse(sixFields);
        this.times = ExecutionTime.forCron(parsed.validate());
    }

    /** Empty when it never comes again. */
    Optional<Instant> after(Instant moment) {
        return times.nextExecution(moment.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toInstant);
    }
}
