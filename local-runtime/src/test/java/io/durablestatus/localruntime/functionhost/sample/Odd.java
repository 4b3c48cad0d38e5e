package io.durablestatus.localruntime.functionhost.sample;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.TaskOrchestrationContext;
import com.microsoft.durabletask.azurefunctions.DurableActivityTrigger;
import com.microsoft.durabletask.azurefunctions.DurableOrchestrationTrigger;
import io.durablestatus.localruntime.process.StartFailure;

/** What user code does to its host when it is not careful. */
public class Odd {
    /** A class that cannot be initialised; its second use is another error than its first. */
    private static final class Broken {
        static final int VALUE = Integer.parseInt("planted");
    }

    /** Leaves its thread interrupted, as code does that was told to stop and passes it on. */
    @FunctionName("Interrupt")
    public String interrupt(@DurableActivityTrigger(name = "text") String text) {
        Thread.currentThread().interrupt();
        return "interrupted";
    }

    @FunctionName("InterruptTurn")
    public String interruptTurn(@DurableOrchestrationTrigger(name = "ctx") TaskOrchestrationContext ctx) {
        Thread.currentThread().interrupt();
        return "interrupted";
    }

    @FunctionName("Break")
    public int breakDown(@DurableActivityTrigger(name = "how") String how) {
        return breakDownBy(how);
    }

    @FunctionName("BreakTurn")
    public int breakTurn(@DurableOrchestrationTrigger(name = "ctx") TaskOrchestrationContext ctx) {
        return breakDownBy(ctx.getInput(String.class));
    }

    private static int breakDownBy(String how) {
        if (how.contains("stack")) {
            return 1 + breakDownBy(how);
        } else if (how.contains("memory")) {
            throw new OutOfMemoryError("planted");
        }
        return Broken.VALUE;
    }

    public String overloaded(@DurableActivityTrigger(name = "text") String text) {
        return text;
    }

    public int overloaded(@DurableActivityTrigger(name = "text") int number) {
        return number;
    }

    /** Its class is not in the package, so no method of a class that has this one can be listed. */
    public static final class Foreign {
        public String foreign(@DurableActivityTrigger(name = "text") StartFailure unknown) {
            return String.valueOf(unknown);
        }
    }
}
