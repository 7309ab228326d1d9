package io.ktrdr.coordinator.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where something is within a data source: relative to its root, normalised, and never outside of it.
 *
 * @param names folders, and what is in the last of them; empty for the root
 */
public record SourcePath(List<String> names) {
    /** As long as the name under which a dataset remembers where it came from. */
    static final int MAX_LENGTH = 255;

    private static final String OUTSIDE = "must stay within the data source";
    private static final Set<String> HERE = Set.of("", ".");

    public static final SourcePath ROOT = new SourcePath(List.of());

    public SourcePath {
        names = List.copyOf(names);
    }

    /** @throws IllegalArgumentException saying what the path must be */
    public static SourcePath of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("must not be longer than " + MAX_LENGTH + " characters");
        }
        if (text.startsWith("/") || text.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("must be relative to the data source, its parts separated by /");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("must be printable");
        }
        List<String> names = new ArrayList<>();
        Arrays.stream(text.split("/")).filter(name -> !HERE.contains(name)).forEach(name -> {
            if (!name.equals("..")) {
                names.add(name);
            } else if (names.isEmpty()) {
                throw new IllegalArgumentException(OUTSIDE);
            } else {
                names.removeLast();
            }
        });
        return new SourcePath(names);
    }

    /** What is in this folder; null when nothing that is to be used can be called so, hidden files among it. */
    @Nullable
    SourcePath child(String name) {
        boolean usable = !name.startsWith(".")
                && !name.isEmpty()
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
                && toString().length() + 1 + name.length() <= MAX_LENGTH;
        if (!usable) {
            return null;
        }
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new SourcePath(longer);
    }

    /** Its last part; empty for the root. */
    public String name() {
        return names.isEmpty() ? "" : names.getLast();
    }

    /** Whether it ends in one of these, be it in capitals or not. */
    public boolean endsWith(String... endings) {
        return Arrays.stream(endings)
                .anyMatch(ending -> name().length() > ending.length()
                        && name().regionMatches(true, name().length() - ending.length(), ending, 0, ending.length()));
    }

    @Override
    public String toString() {
        return String.join("/", names);
    }
}
