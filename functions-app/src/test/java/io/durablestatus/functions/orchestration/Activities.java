package io.durablestatus.functions.orchestration;

import com.google.gson.Gson;
import io.durablestatus.contracts.Names;
import io.durablestatus.functions.activity.CompareTile;
import io.durablestatus.functions.activity.Registered;
import io.durablestatus.functions.activity.Registration;
import io.durablestatus.functions.workload.TileInput;
import java.util.ArrayList;
import java.util.List;

/** The activities as the worker calls them: input and output cross as JSON, bound with Gson. */
final class Activities {
    private static final Gson GSON = new Gson();

    /** What RegisterInstance answers, call by call; the last answer stays. */
    final List<Boolean> redisAnswers = new ArrayList<>(List.of(true));

    final List<Registration> registrations = new ArrayList<>();

    /** The message of the exception CompareTile throws, or null. */
    String tileFailure;

    private final CompareTile compareTile = new CompareTile();

    String run(String name, String input) {
        return switch (name) {
            case Names.REGISTER_INSTANCE -> {
                registrations.add(GSON.fromJson(input, Registration.class));
                boolean written = redisAnswers.size() > 1 ? redisAnswers.remove(0) : redisAnswers.get(0);
                yield GSON.toJson(new Registered(written));
            }
            case Names.COMPARE_TILE -> {
                if (tileFailure != null) {
                    throw new IllegalStateException(tileFailure);
                }
                yield GSON.toJson(compareTile.run(GSON.fromJson(input, TileInput.class)));
            }
            default -> throw new AssertionError("No activity " + name);
        };
    }
}
