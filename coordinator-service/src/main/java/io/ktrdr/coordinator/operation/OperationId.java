package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.problem.ProblemException;
import java.util.regex.Pattern;

/** How operations are named, as the table has it. */
public final class OperationId {
    private static final Pattern FORM = Pattern.compile("op_[a-z0-9]{6,40}");

    private OperationId() {}

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /** @throws ProblemException {@code not_found} for a text that no operation can be called by */
    public static String required(String text) {
        if (!isOne(text)) {
            throw ProblemException.notFound("operation", text);
        }
        return text;
    }
}
