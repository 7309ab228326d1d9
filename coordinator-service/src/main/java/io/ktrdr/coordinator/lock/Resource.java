package io.ktrdr.coordinator.lock;

import java.util.regex.Pattern;

/**
 * What can be locked: {@code KIND:NAME}, such as {@code dataset:BTC-USD/1m}. In the name {@code *} stands for any characters, none
 * and slashes among them, and {@code ?} for exactly one: such a pattern means all resources that it matches, whether they exist or
 * not.
 */
public record Resource(String pattern) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]*:[A-Za-z0-9._:/@+=~*?-]{1,200}");

    public Resource {
        if (!isOne(pattern)) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no resource: it must look like dataset:BTC-USD/1m");
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    boolean isPattern() {
        return literalLength() < pattern.length();
    }

    /** What all that it means begins with. */
    String prefix() {
        return pattern.substring(0, literalLength());
    }

    private int literalLength() {
        for (int i = 0; i < pattern.length(); i++) {
            if (isWildcard(pattern.charAt(i))) {
                return i;
            }
        }
        return pattern.length();
    }

    private static boolean isWildcard(char c) {
        return c == '*' || c == '?';
    }

    /**
     * Whether there is a name that both match. One row of the table of prefixes at a time; time and space are those of the two
     * lengths multiplied, and of one.
     */
    boolean overlaps(Resource other) {
        if (!isPattern() && !other.isPattern()) {
            return pattern.equals(other.pattern);
        }
        String b = other.pattern;
        boolean[] row = new boolean[b.length() + 1];
        row[0] = true;
        for (int j = 1; j <= b.length(); j++) {
            row[j] = row[j - 1] && b.charAt(j - 1) == '*';
        }
        for (int i = 1; i <= pattern.length(); i++) {
            char a = pattern.charAt(i - 1);
            boolean diagonal = row[0];
            row[0] = row[0] && a == '*';
            for (int j = 1; j <= b.length(); j++) {
                boolean above = row[j];
                char c = b.charAt(j - 1);
                // a star stands for nothing more, or for one more character of the other side
                row[j] = a == '*' || c == '*' ? above || row[j - 1] : diagonal && (a == c || a == '?' || c == '?');
                diagonal = above;
            }
        }
        return row[b.length()];
    }

    @Override
    public String toString() {
        return pattern;
    }
}
