package io.durablestatus.localruntime.functionhost.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NcrontabTest {
    /** 2026-11-22 is a Sunday. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * * *          | 2026-11-22T10:15:31Z
            */15 * * * * *       | 2026-11-22T10:15:45Z
            0 */5 * * * *        | 2026-11-22T10:20:00Z
            0 0 * * * *          | 2026-11-22T11:00:00Z
            0 0 */2 * * *        | 2026-11-22T12:00:00Z
            0 30 9 * * 1-5       | 2026-11-23T09:30:00Z
            0 30 9 * * Mon-Fri   | 2026-11-23T09:30:00Z
            0 0 0 1 Jan *        | 2027-01-01T00:00:00Z
            0 0 0 13 * 5         | 2027-08-13T00:00:00Z
            0 0 12 * * 0         | 2026-11-22T12:00:00Z
            0 5,10 11 * * *      | 2026-11-22T11:05:00Z
            */5 * * * *          | 2026-11-22T10:20:00Z
            """)
    void the_next_time_is_that_of_ncrontab(String expression, Instant expected) {
        Instant now = Instant.parse("2026-11-22T10:15:30Z");
        assertThat(new Ncrontab(expression).after(now)).contains(expected);
    }
}
