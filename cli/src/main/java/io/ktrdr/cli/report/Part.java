package io.ktrdr.cli.report;

import java.util.function.Function;

/** Something a report shows if it is there, and otherwise says why it is not. */
public sealed interface Part<T> {
    record Present<T>(T value) implements Part<T> {}

    /** @param reason a sentence for the reader */
    record Missing<T>(String reason) implements Part<T> {}

    /** @param unreadable said before the reason when the content turns out to be something else than expected */
    default <R> Part<R> read(Function<T, R> reader, String unreadable) {
        return switch (this) {
            case Present<T>(T value) -> {
                try {
                    yield new Present<>(reader.apply(value));
                } catch (IllegalArgumentException e) {
                    yield new Missing<>(unreadable + ": " + e.getMessage());
                }
            }
            case Missing<T>(String reason) -> new Missing<>(reason);
        };
    }
}
