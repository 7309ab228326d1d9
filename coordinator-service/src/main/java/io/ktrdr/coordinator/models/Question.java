package io.ktrdr.coordinator.models;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked.
 *
 * @param system          who the model is and what it is to do; the same for all questions of a kind, so that providers can
 *                        keep it in their cache; not blank
 * @param turns           what was said so far, none of it blank; the last turn is ours
 * @param maxOutputTokens the longest answer that is paid for, at least 1
 * @param schema          what the answer must look like; null: any text
 */
public record Question(
        String system,
        List<Turn> turns,
        int maxOutputTokens,
        @Nullable AnswerSchema schema) {
    public Question {
        turns = List.copyOf(turns);
        if (turns.isEmpty() || turns.getLast().speaker() != Speaker.US) {
            throw new IllegalArgumentException("the last turn must be ours");
        }
        // providers refuse these, each in its own way
        if (system.isBlank() || turns.stream().anyMatch(turn -> turn.text().isBlank())) {
            throw new IllegalArgumentException("a question needs words");
        }
        if (maxOutputTokens < 1) {
            throw new IllegalArgumentException("an answer needs a token");
        }
    }

    public enum Speaker {
        US,
        MODEL
    }

    public record Turn(Speaker speaker, String text) {}

    /** A question that is answered with text. */
    public static Question forText(String system, String text, int maxOutputTokens) {
        return new Question(system, List.of(new Turn(Speaker.US, text)), maxOutputTokens, null);
    }

    /** A question that is answered with a JSON object. */
    public static Question forJson(String system, String text, int maxOutputTokens, AnswerSchema schema) {
        return new Question(system, List.of(new Turn(Speaker.US, text)), maxOutputTokens, schema);
    }

    /** The same conversation after an answer and what is said to it. */
    Question then(String answer, String reply) {
        List<Turn> longer = new ArrayList<>(turns);
        longer.add(new Turn(Speaker.MODEL, answer));
        longer.add(new Turn(Speaker.US, reply));
        return new Question(system, longer, maxOutputTokens, schema);
    }
}
