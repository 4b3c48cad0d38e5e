package io.durablestatus.localruntime.functionhost;

import io.durablestatus.localruntime.functionhost.durable.DurableExecutor;
import io.durablestatus.localruntime.functionhost.durable.DurableFunction;
import io.durablestatus.localruntime.functionhost.staged.AppSettings;
import io.durablestatus.localruntime.functionhost.staged.Binding;
import io.durablestatus.localruntime.functionhost.staged.StagedFunction;
import io.durablestatus.localruntime.functionhost.staged.StagedPackage;
import io.durablestatus.localruntime.functionhost.trigger.ServiceBusOutput;
import io.durablestatus.localruntime.functionhost.trigger.ServiceBusTrigger;
import io.durablestatus.localruntime.functionhost.trigger.TimerTrigger;
import io.durablestatus.localruntime.functionhost.trigger.Trigger;
import io.durablestatus.localruntime.functionhost.trigger.TriggeredFunction;
import io.durablestatus.localruntime.functionhost.worker.Data;
import io.durablestatus.localruntime.functionhost.worker.FunctionMethod;
import io.durablestatus.localruntime.functionhost.worker.Worker;
import io.durablestatus.localruntime.process.StartFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns the package's descriptions into things that run: durable functions, and triggers with their outputs. */
final class Functions implements AutoCloseable {
    private static final String DEFAULT_CONNECTION = "AzureWebJobsServiceBus";

    private final StagedPackage app;
    private final Worker worker;
    private final Path timerFolder;
    private final InstantSource clock;
    private final Map<StagedFunction, FunctionMethod> methods = new HashMap<>();
    private final Map<String, DurableFunction> orchestrators = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, DurableFunction> activities = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Trigger> triggers = new ArrayList<>();
    private final List<ServiceBusOutput> outputs = new ArrayList<>();

    /**
     * @param timerFolder where timers keep their times, or null
     * @throws StartFailure when a class or method of the package cannot be loaded
     */
    Functions(StagedPackage app, ClassLoader loader, Path timerFolder, InstantSource clock) {
        this.app = app;
        this.timerFolder = timerFolder;
        this.clock = clock;
        this.worker = Worker.of(loader);
        for (StagedFunction function : app.functions()) {
            methods.put(
                    function,
                    FunctionMethod.find(function.name(), function.className(), function.methodName(), loader));
        }
    }

    /**
     * Makes everything ready to start.
     *
     * @param durableClient value of each durable client binding
     * @throws StartFailure when a connection, a schedule or a name is wrong
     */
    void connect(Data durableClient) {
        for (StagedFunction function : app.functions()) {
            Map<String, Data> inputs = new HashMap<>();
            function.bindings().stream()
                    .filter(binding -> binding.type().equals("durableClient"))
                    .forEach(binding -> inputs.put(binding.name(), durableClient));
            Binding trigger = function.trigger();
            switch (trigger.type()) {
                case "orchestrationTrigger" -> add(orchestrators, trigger.text("orchestration"), function, inputs);
                case "activityTrigger" -> add(activities, trigger.text("activity"), function, inputs);
                case "serviceBusTrigger" -> triggers.add(serviceBus(function, trigger, inputs));
                case "timerTrigger" -> triggers.add(timer(function, trigger, inputs));
                default -> throw new IllegalStateException("Binding rules let " + trigger.type() + " pass");
            }
        }
    }

    DurableExecutor executor() {
        return new DurableExecutor(worker, orchestrators, activities);
    }

    List<Trigger> triggers() {
        return List.copyOf(triggers);
    }

    private void add(
            Map<String, DurableFunction> known,
            Optional<String> givenName,
            StagedFunction function,
            Map<String, Data> inputs) {
        String name = givenName.orElse(function.name());
        String parameter = function.trigger().name();
        if (known.put(name, new DurableFunction(function.name(), methods.get(function), parameter, inputs)) != null) {
            throw new StartFailure("Two functions are called '" + name + "'; names have no case. Rename one.");
        }
    }

    private Trigger serviceBus(StagedFunction function, Binding trigger, Map<String, Data> inputs) {
        ServiceBusTrigger.Settings settings = new ServiceBusTrigger.Settings(
                connection(function, trigger),
                trigger.text("queueName").orElseThrow(),
                trigger.name(),
                trigger.text("dataType")
                        .filter(type -> type.equalsIgnoreCase("binary"))
                        .isPresent(),
                trigger.flag("autoComplete", app.host().autoCompleteMessages()),
                app.host().maxConcurrentCalls(),
                app.host().prefetchCount(),
                app.host().maxAutoLockRenewal());
        try {
            return new ServiceBusTrigger(triggered(function, inputs), settings);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw badConnection(function, trigger, e);
        }
    }

    private Trigger timer(StagedFunction function, Binding trigger, Map<String, Data> inputs) {
        String schedule = trigger.text("schedule").orElse("");
        TimerTrigger.Settings settings = new TimerTrigger.Settings(
                trigger.name(),
                schedule,
                trigger.flag("runOnStartup", false),
                trigger.flag("useMonitor", true),
                timerFolder);
        try {
            return new TimerTrigger(triggered(function, inputs), settings, clock);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(
                    "Function '" + function.name() + "': the schedule '" + schedule
                            + "' is no NCRONTAB expression of six fields: " + e.getMessage(),
                    e);
        }
    }

    private TriggeredFunction triggered(StagedFunction function, Map<String, Data> inputs) {
        Map<String, TriggeredFunction.Output> targets = new HashMap<>();
        function.bindings().stream()
                .filter(Binding::output)
                .forEach(binding -> targets.put(binding.name(), output(function, binding)));
        return new TriggeredFunction(function.name(), methods.get(function), worker, inputs, targets);
    }

    private ServiceBusOutput output(StagedFunction function, Binding binding) {
        try {
            ServiceBusOutput output = new ServiceBusOutput(
                    connection(function, binding), binding.text("queueName").orElseThrow());
            outputs.add(output);
            return output;
        } catch (IllegalArgumentException | NullPointerException e) {
            throw badConnection(function, binding, e);
        }
    }

    private String connection(StagedFunction function, Binding binding) {
        String name = binding.text("connection").orElse(DEFAULT_CONNECTION);
        AppSettings settings = app.settings();
        return settings.find(name)
                .or(() -> settings.find("AzureWebJobs" + name))
                .orElseThrow(() -> {
                    boolean identity =
                            settings.find(name + "__fullyQualifiedNamespace").isPresent();
                    return new StartFailure("Function '" + function.name() + "', binding '" + binding.name() + "': "
                            + (identity
                                    ? "the connection '" + name
                                            + "' is by identity, which the local host does not support. Set " + name
                                            + " to a connection string."
                                    : "the app setting '" + name
                                            + "' is not set. Set it in local.settings.json or in the "
                                            + "environment."));
                });
    }

    private static StartFailure badConnection(StagedFunction function, Binding binding, RuntimeException cause) {
        // why: the SDK's message may quote the string, and with it the key.
        return new StartFailure(
                "Function '" + function.name() + "', binding '" + binding.name()
                        + "': the connection is no Service Bus connection string (Endpoint=sb://...).",
                cause);
    }

    @Override
    public void close() {
        outputs.forEach(ServiceBusOutput::close);
    }
}
