package io.durablestatus.functions.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterInstanceTest {
    private final Registration registration = new Gson()
            .fromJson(
                    "{\"jobId\":\"abcdefghijklmnopqrstuvwxyz-01kdwtn7hs0123456789abcdef-aaaabbbb\",\"instanceId\":\"i\"}",
                    Registration.class);

    @Test
    void it_registers_the_instance_and_says_what_the_mapping_said() {
        List<String> written = new ArrayList<>();
        RegisterInstance activity = new RegisterInstance((job, instance) -> written.add(job + " " + instance));

        assertThat(activity.run(registration).written).isTrue();
        assertThat(written).containsExactly(registration.jobId + " i");
    }

    @Test
    void a_mapping_that_was_not_written_is_no_error() {
        assertThat(new RegisterInstance((job, instance) -> false).run(registration).written)
                .isFalse();
    }
}
