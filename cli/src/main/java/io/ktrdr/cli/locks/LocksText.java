package io.ktrdr.cli.locks;

import io.ktrdr.cli.output.Table;
import io.ktrdr.contracts.lock.LockList;
import io.ktrdr.contracts.lock.LockMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Locks for a person. */
public final class LocksText {
    private LocksText() {}

    /** Who has what, then who waits for what. */
    public static List<String> of(LockList locks) {
        if (locks.items().isEmpty() && locks.waiting().isEmpty()) {
            return List.of("Nobody has a lock, or waits for one");
        }
        List<String> lines = new ArrayList<>();
        if (!locks.items().isEmpty()) {
            lines.addAll(held(locks.items()));
        }
        if (!locks.waiting().isEmpty()) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(waiting(locks.waiting()));
        }
        return lines;
    }

    static List<String> ofWaiting(LockList locks) {
        return locks.waiting().isEmpty() ? List.of("Nobody waits for a lock") : waiting(locks.waiting());
    }

    private static List<String> waiting(List<LockList.Waiting> waits) {
        Table table = new Table("WAITS FOR", "MODE", "OPERATION", "AHEAD", "BEHIND");
        for (LockList.Waiting waiting : waits) {
            table.row(
                    waiting.resource(),
                    waiting.mode().wireName(),
                    waiting.operationId(),
                    String.valueOf(waiting.ahead()),
                    behind(waiting));
        }
        return table.lines();
    }

    private static List<String> held(List<LockList.Held> items) {
        Table table = new Table("RESOURCE", "MODE", "OPERATION", "SINCE", "TOKEN", "EXPIRES");
        for (LockList.Held lock : items) {
            table.row(
                    lock.resource(),
                    lock.mode().wireName(),
                    lock.operationId(),
                    time(lock.grantedAt()),
                    String.valueOf(lock.token()),
                    time(lock.expiresAt()));
        }
        return table.lines();
    }

    private static String behind(LockList.Waiting waiting) {
        if (waiting.blockedBy() == null) {
            return "free, but not all that it needs is";
        }
        LockMode mode = waiting.blockedByMode();
        String how = mode == null
                ? ""
                : switch (mode) {
                    case READ -> waiting.blockerHolds() ? ", reads it" : ", waits to read it";
                    case WRITE -> waiting.blockerHolds() ? ", writes it" : ", waits to write it";
                };
        return waiting.blockedBy() + how;
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
