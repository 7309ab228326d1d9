package io.ktrdr.coordinator.models;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The one round in which a model may mend an answer that does not fit its schema. */
final class Repair {
    /** Of what is said about the answer. */
    static final int MOST_BYTES = 4_000;

    private static final String REQUEST = """
            That answer cannot be used:
            %s
            Answer again, with the whole JSON object, and make it valid against the schema.""";

    private Repair() {}

    static Question of(Question question, String answer, List<String> complaints) {
        StringBuilder list = new StringBuilder();
        for (String complaint : complaints) {
            String line = "- " + complaint + "\n";
            if (bytes(REQUEST) + bytes(list.toString()) + bytes(line) > MOST_BYTES) {
                break;
            }
            list.append(line);
        }
        // providers refuse empty turns
        return question.then(
                answer.isBlank() ? "(nothing)" : answer,
                REQUEST.formatted(list.toString().strip()));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
