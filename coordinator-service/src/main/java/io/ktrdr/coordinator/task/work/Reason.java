package io.ktrdr.coordinator.task.work;

/** Why something cannot be used, in words that may quote it. */
final class Reason {
    private Reason() {}

    /** Postgres takes everything as text but NUL, and files may hold that. */
    static String of(Exception e) {
        return String.valueOf(e.getMessage()).replace('\0', ' ');
    }
}
