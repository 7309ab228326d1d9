package io.ktrdr.contracts;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How enum constants are spelled on the wire and in the database: in lower case. */
public final class WireName {
    private WireName() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant spelled so.
     *
     * @throws IllegalArgumentException naming the allowed spellings
     */
    public static <E extends Enum<E>> E parse(Class<E> type, String name) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is none of " + allowed(type));
    }

    /**
     * The constant spelled so, {@code otherwise} for one that a newer release has sent and this one does not know. For
     * messages between services only: what people type is never guessed.
     */
    public static <E extends Enum<E>> E parse(Class<E> type, String name, E otherwise) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(name)) {
                return constant;
            }
        }
        return otherwise;
    }

    public static <E extends Enum<E>> String allowed(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(WireName::of).collect(Collectors.joining(", "));
    }
}
