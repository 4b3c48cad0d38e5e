package io.durablestatus.localruntime.functionhost.trigger;

import java.time.Duration;
import java.util.Locale;

/** .NET's text of a duration, {@code [-][d.]hh:mm:ss[.fffffff]}. */
final class TimeSpan {
    private TimeSpan() {}

    static String format(Duration duration) {
        Duration length = duration.abs();
        StringBuilder text = new StringBuilder(duration.isNegative() ? "-" : "");
        if (length.toDays() > 0) {
            text.append(length.toDays()).append('.');
        }
        text.append(String.format(
                Locale.ROOT, "%02d:%02d:%02d", length.toHoursPart(), length.toMinutesPart(), length.toSecondsPart()));
        if (length.toNanosPart() >= 100) {
            text.append(String.format(Locale.ROOT, ".%07d", length.toNanosPart() / 100));
        }
        return text.toString();
    }
}
