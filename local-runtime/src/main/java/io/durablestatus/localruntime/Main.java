package io.durablestatus.localruntime;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The executable jar: one subcommand per emulator, and {@code all}. */
@Command(name = "local-runtime", mixinStandardHelpOptions = true, description = "Azure's services on one machine.")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
