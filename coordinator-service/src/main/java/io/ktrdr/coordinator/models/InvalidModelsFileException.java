package io.ktrdr.coordinator.models;

import java.util.List;
import java.util.stream.Collectors;

/** A file of models that cannot be used, with everything that is wrong with it. */
final class InvalidModelsFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    /** @param line of the file, from 1 */
    record Mistake(int line, String message) {
        @Override
        public String toString() {
            return "line " + line + ": " + message;
        }
    }

    /** @param file its name */
    InvalidModelsFileException(String file, List<Mistake> mistakes) {
        super(file + " cannot be used:\n"
                + mistakes.stream().map(mistake -> "  " + mistake).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    List<Mistake> mistakes() {
        return mistakes;
    }
}
