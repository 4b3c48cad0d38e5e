package io.durablestatus.localruntime.functionhost.sample;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.DurableTaskClient;
import com.microsoft.durabletask.OrchestrationMetadata;
import com.microsoft.durabletask.azurefunctions.DurableActivityTrigger;
import com.microsoft.durabletask.azurefunctions.DurableClientContext;
import com.microsoft.durabletask.azurefunctions.DurableClientInput;
import java.util.List;

public class Activities {
    @FunctionName("Say")
    public String say(@DurableActivityTrigger(name = "city") City city, ExecutionContext context) {
        context.getLogger().info("greets " + city.name);
        return "Hello " + city.name + " from " + context.getFunctionName();
    }

    @FunctionName("TakeText")
    public String text(@DurableActivityTrigger(name = "text") String text) {
        return text + "-test";
    }

    @FunctionName("TakeNumber")
    public int number(@DurableActivityTrigger(name = "number") int number) {
        return number + 1;
    }

    @FunctionName("TakeCities")
    public double cities(@DurableActivityTrigger(name = "cities") List<City> cities) {
        return cities.get(0).visits / 2.0;
    }

    @FunctionName("TakeRecord")
    public String record(@DurableActivityTrigger(name = "point") Point point) {
        return "read " + point;
    }

    @FunctionName("TakeTime")
    public String time(@DurableActivityTrigger(name = "stamp") Stamp stamp) {
        return "read " + stamp.at;
    }

    @FunctionName("GiveNothing")
    public void nothing(@DurableActivityTrigger(name = "city") City city) {}

    @FunctionName("GiveCity")
    public City city(@DurableActivityTrigger(name = "name") String name, @BindingName("instanceId") String instance) {
        City city = new City();
        city.name = instance;
        return city;
    }

    @FunctionName("Fail")
    public String fail(@DurableActivityTrigger(name = "text") String text) {
        throw new IllegalArgumentException("wrapped", new IllegalStateException("kaboom \nsecond line"));
    }

    /** Reads its own orchestration through the durable client. */
    @FunctionName("Peek")
    public String peek(
            @DurableActivityTrigger(name = "text") String text,
            @BindingName("instanceId") String instance,
            @DurableClientInput(name = "durable") DurableClientContext durable) {
        try (DurableTaskClient client = durable.getClient()) {
            OrchestrationMetadata metadata = client.getInstanceMetadata(instance, true);
            return durable.getTaskHubName() + " " + metadata.getName() + " " + metadata.getRuntimeStatus();
        }
    }

    /** What the function finds in its environment and on its class path. */
    @FunctionName("Surroundings")
    public String surroundings(@DurableActivityTrigger(name = "text") String text) {
        return System.getenv("SAMPLE_SETTING") + " "
                + getClass().getClassLoader().getName() + " "
                + Thread.currentThread().getContextClassLoader().getName();
    }
}
