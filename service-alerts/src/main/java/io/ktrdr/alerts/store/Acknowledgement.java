package io.ktrdr.alerts.store;

import io.ktrdr.contracts.alert.AlertAcknowledgement;
import io.ktrdr.contracts.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Who knows about an alert, checked. */
record Acknowledgement(String by, @Nullable String note) {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_NOTE = 1000;

    /** @throws ProblemException {@code invalid_request} */
    static Acknowledgement of(@Nullable AlertAcknowledgement said) {
        if (said == null || said.by() == null || said.by().isBlank()) {
            throw ProblemException.invalid("by", "must say who acknowledges");
        }
        String by = said.by();
        check("by", by, LONGEST_NAME);
        String note = said.note();
        if (note != null) {
            check("note", note, LONGEST_NOTE);
        }
        return new Acknowledgement(by.strip(), note == null || note.isBlank() ? null : note.strip());
    }

    private static void check(String field, String text, int longest) {
        if (text.length() > longest) {
            throw ProblemException.invalid(field, "must be of at most " + longest + " characters");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw ProblemException.invalid(field, "must not have control characters");
        }
    }
}
