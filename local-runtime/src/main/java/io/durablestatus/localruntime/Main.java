package io.durablestatus.localruntime;

import io.durablestatus.localruntime.functionhost.FunctionHostCommand;
import io.durablestatus.localruntime.launcher.AllCommand;
import io.durablestatus.localruntime.process.StartFailure;
import io.durablestatus.localruntime.redis.RedisCommand;
import io.durablestatus.localruntime.servicebus.ServiceBusCommand;
import io.durablestatus.localruntime.taskhub.TaskHubCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The executable jar: one subcommand per emulator, and {@code all}. */
@Command(
        name = "local-runtime",
        mixinStandardHelpOptions = true,
        description = "Azure's services on one machine.",
        subcommands = {
            AllCommand.class,
            ServiceBusCommand.class,
            TaskHubCommand.class,
            FunctionHostCommand.class,
            RedisCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new Main()).setExecutionExceptionHandler(Main::report);
        System.exit(commands.execute(args));
    }

    /** A foreseeable error is one line; anything else is a fault of ours and shows its stack. */
    private static int report(Exception failure, CommandLine command, ParseResult input) {
        PrintWriter err = command.getErr();
        if (failure instanceof StartFailure) {
            err.println(failure.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        return 1;
    }
}
