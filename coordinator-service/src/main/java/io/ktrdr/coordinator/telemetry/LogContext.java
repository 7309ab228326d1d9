package io.ktrdr.coordinator.telemetry;

import org.jboss.logging.MDC;

/** What is said with every line of the log; seen where logs are JSON. */
public final class LogContext {
    private LogContext() {}

    /** Whatever is logged from here on by this request, or by this thread where there is none, is about this operation. */
    public static void operation(String id) {
        MDC.put("operation_id", id);
    }
}
