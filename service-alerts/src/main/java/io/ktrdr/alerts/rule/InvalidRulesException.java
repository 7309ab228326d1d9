package io.ktrdr.alerts.rule;

import java.util.List;
import java.util.stream.Collectors;

/** Rules that cannot be used, with everything that is wrong with them. */
public final class InvalidRulesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param line from 1
     * @param rule its name, empty for what is wrong outside of rules
     */
    record Mistake(int line, String rule, String message) {
        @Override
        public String toString() {
            return "line " + line + (rule.isEmpty() ? "" : ", rule " + rule) + ": " + message;
        }
    }

    /** @param file its name */
    InvalidRulesException(String file, List<Mistake> mistakes) {
        super(file + " cannot be used:\n"
                + mistakes.stream().map(mistake -> "  " + mistake).collect(Collectors.joining("\n")));
    }

    InvalidRulesException(String file, Throwable cause) {
        super(file + " cannot be read", cause);
    }
}
