package io.durablestatus.localruntime.functionhost.worker;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The logger of an {@code ExecutionContext}: to the host's log, under the function's name, marked with the invocation id. */
final class InvocationLogger {
    /** As in Azure; logback.xml shows what is below it. */
    private static final String PREFIX = "Function.";

    private InvocationLogger() {}

    static Logger of(String functionName, String invocationId) {
        Logger logger = Logger.getAnonymousLogger();
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(new ToHost(functionName, invocationId));
        return logger;
    }

    private static final class ToHost extends Handler {
        private final org.slf4j.Logger log;
        private final String invocationId;
        private final SimpleFormatter formatter = new SimpleFormatter();

        private ToHost(String functionName, String invocationId) {
            this.log = LoggerFactory.getLogger(PREFIX + functionName);
            this.invocationId = invocationId;
        }

        @Override
        public void publish(LogRecord entry) {
            LoggingEventBuilder event = log.atLevel(level(entry.getLevel()));
            if (entry.getThrown() != null) {
                event = event.setCause(entry.getThrown());
            }
            event.log("{} (invocation {})", formatter.formatMessage(entry), invocationId);
        }

        private static org.slf4j.event.Level level(Level level) {
            int value = level.intValue();
            if (value >= Level.SEVERE.intValue()) {
                return org.slf4j.event.Level.ERROR;
            } else if (value >= Level.WARNING.intValue()) {
                return org.slf4j.event.Level.WARN;
            } else if (value >= Level.INFO.intValue()) {
                return org.slf4j.event.Level.INFO;
            }
            return org.slf4j.event.Level.DEBUG;
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
