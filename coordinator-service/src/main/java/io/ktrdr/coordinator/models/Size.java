package io.ktrdr.coordinator.models;

import java.nio.charset.StandardCharsets;

/**
 * Tokens that a call takes at most. Nobody but the provider can count them before; but no tokenizer makes more tokens of a
 * text than it has bytes. That is three to four times too much for English, and so is what is reserved by it.
 */
record Size(long input, long output) {
    /** What providers and clients add by themselves: roles, a system text about tools, the request for JSON. */
    private static final int AROUND_A_CALL = 1_000;

    private static final int AROUND_A_TURN = 20;

    static Size of(Question question) {
        long input = AROUND_A_CALL + bytes(question.system());
        for (Question.Turn turn : question.turns()) {
            input += AROUND_A_TURN + bytes(turn.text());
        }
        AnswerSchema schema = question.schema();
        if (schema != null) {
            input += bytes(schema.text());
        }
        return new Size(input, question.maxOutputTokens());
    }

    /** The second round, in which the answer of the first is sent back with what is wrong with it. */
    Size repair() {
        return new Size(input + output + 2 * AROUND_A_TURN + Repair.MOST_BYTES, output);
    }

    long total() {
        return input + output;
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
