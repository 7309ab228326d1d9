package io.ktrdr.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** Collects what is logged while it is open. */
public final class LogWatch extends Handler implements AutoCloseable {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final List<ExtLogRecord> records = new CopyOnWriteArrayList<>();

    public LogWatch() {
        Logger.getLogger("").addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry instanceof ExtLogRecord complete) {
            complete.copyMdc();
            records.add(complete);
        }
        all.add(entry instanceof ExtLogRecord formatted ? formatted.getFormattedMessage() : entry.getMessage());
        if (entry.getLevel().intValue() > Level.WARNING.intValue()) {
            seen.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
        }
    }

    /** What was said with these words in it, whatever its level. */
    public List<String> with(String words) {
        return all.stream().filter(message -> message.contains(words)).toList();
    }

    /** Those with these words, with all that goes with them. */
    public List<ExtLogRecord> records(String words) {
        return records.stream()
                .filter(entry -> entry.getFormattedMessage().contains(words))
                .toList();
    }

    /** Nothing above WARN. */
    public void assertQuiet() {
        assertEquals(List.of(), seen);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
