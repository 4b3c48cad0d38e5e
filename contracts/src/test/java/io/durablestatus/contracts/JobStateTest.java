package io.durablestatus.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {
    @ParameterizedTest
    @CsvSource({
        "QUEUED, RUNNING, true",
        "QUEUED, COMPLETED, true",
        "RUNNING, QUEUED, false",
        "RUNNING, SUSPENDED, true",
        "SUSPENDED, RUNNING, true",
        "SUSPENDED, QUEUED, false",
        "COMPLETED, FAILED, false",
        "COMPLETED, RUNNING, false",
        "FAILED, COMPLETED, false",
        "CANCELED, EXPIRED, true",
        "EXPIRED, COMPLETED, false",
    })
    void the_table_of_transitions_is_that_of_the_design(JobState from, JobState to, boolean allowed) {
        assertThat(from.canBecome(to)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @EnumSource
    void every_state_may_be_seen_again_and_may_expire(JobState state) {
        assertThat(state.canBecome(state)).isTrue();
        assertThat(state.canBecome(JobState.EXPIRED)).isTrue();
    }

    /** A watcher may miss states between, so what two steps allow one step must allow. */
    @Property
    void missing_a_state_is_never_an_error(@ForAll JobState a, @ForAll JobState b, @ForAll JobState c) {
        if (a.canBecome(b) && b.canBecome(c)) {
            assertThat(a.canBecome(c)).isTrue();
        }
    }

    @Property
    void what_has_ended_stays_ended(@ForAll JobState from, @ForAll JobState to) {
        if (from.isTerminal() && from.canBecome(to)) {
            assertThat(to.isTerminal()).isTrue();
        }
    }

    @Test
    void queued_is_never_seen_again_once_left() {
        for (JobState state : JobState.values()) {
            assertThat(state.canBecome(JobState.QUEUED)).isEqualTo(state == JobState.QUEUED);
        }
    }
}
