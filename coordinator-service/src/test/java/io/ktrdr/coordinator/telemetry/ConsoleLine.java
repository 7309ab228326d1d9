package io.ktrdr.coordinator.telemetry;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.util.Arrays;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import org.jboss.logmanager.ExtLogRecord;

/** How a line of the log is written to the console. */
final class ConsoleLine {
    private ConsoleLine() {}

    static String of(ExtLogRecord entry) {
        Handler console = Arrays.stream(InitialConfigurator.DELAYED_HANDLER.getHandlers())
                .filter(handler -> handler instanceof org.jboss.logmanager.handlers.ConsoleHandler
                        || handler instanceof ConsoleHandler)
                .findFirst()
                .orElseThrow();
        return console.getFormatter().format(entry);
    }
}
