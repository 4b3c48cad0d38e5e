package io.durablestatus.localruntime.functionhost;

import io.durablestatus.localruntime.functionhost.staged.Binding;
import io.durablestatus.localruntime.functionhost.staged.StagedFunction;
import io.durablestatus.localruntime.process.StartFailure;
import java.util.List;
import java.util.Set;

/** Refuses a package that this host cannot run as Azure would, before anything is started. */
final class BindingRules {
    private static final Set<String> INPUTS =
            Set.of("serviceBusTrigger", "orchestrationTrigger", "activityTrigger", "timerTrigger", "durableClient");
    private static final Set<String> OUTPUTS = Set.of("serviceBus");

    private BindingRules() {}

    /** @throws StartFailure naming the function and what is not supported */
    static void check(List<StagedFunction> functions) {
        for (StagedFunction function : functions) {
            function.bindings().forEach(binding -> check(function, binding));
            Binding trigger = function.trigger();
            boolean hasOutputs = function.bindings().stream().anyMatch(Binding::output);
            if (hasOutputs
                    && (trigger.type().equals("orchestrationTrigger")
                            || trigger.type().equals("activityTrigger"))) {
                throw new StartFailure("Function '" + function.name() + "': output bindings of a " + trigger.type()
                        + " are not supported by the local function host.");
            }
        }
    }

    private static void check(StagedFunction function, Binding binding) {
        Set<String> supported = binding.output() ? OUTPUTS : INPUTS;
        if (!supported.contains(binding.type())) {
            throw refused(function, binding, "which the local function host does not support");
        }
        if (binding.type().startsWith("serviceBus")) {
            if (binding.text("queueName").isEmpty()) {
                throw refused(function, binding, "without a queueName; topics are not supported locally");
            }
            if (binding.flag("isSessionsEnabled", false)) {
                throw refused(function, binding, "with sessions, which are not supported locally");
            }
            if (binding.text("cardinality")
                    .filter(value -> value.equalsIgnoreCase("many"))
                    .isPresent()) {
                throw refused(function, binding, "with cardinality many, which is not supported locally");
            }
        }
    }

    private static StartFailure refused(StagedFunction function, Binding binding, String why) {
        return new StartFailure("Function '" + function.name() + "' uses a binding of type '" + binding.type() + "' ("
                + binding.name() + "), " + why + ".");
    }
}
