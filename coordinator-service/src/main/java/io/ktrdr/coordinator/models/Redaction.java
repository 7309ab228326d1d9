package io.ktrdr.coordinator.models;

import java.util.List;

/** Takes keys out of what providers say: some quote the key that they do not like, whole or in part. */
final class Redaction {
    private static final String MASK = "***";
    /** Pieces of keys that are shorter than this are left: they are words as well. */
    private static final int SHORTEST_PIECE = 6;

    private final List<String> keys;

    Redaction(List<Secret> secrets) {
        this.keys = secrets.stream().map(Secret::reveal).toList();
    }

    /** For answers, which are needed as they are: only whole keys go. */
    String wholeKeys(String text) {
        String clean = text;
        for (String key : keys) {
            clean = clean.replace(key, MASK);
        }
        return clean;
    }

    /** For messages: every piece of a key goes, too. */
    String pieces(String text) {
        String clean = wholeKeys(text);
        for (String key : keys) {
            clean = withoutPieces(clean, key);
        }
        return clean;
    }

    private static String withoutPieces(String text, String key) {
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int length = longestPiece(text, at, key);
            if (length >= SHORTEST_PIECE) {
                clean.append(MASK);
                at += length;
            } else {
                clean.append(text.charAt(at++));
            }
        }
        return clean.toString();
    }

    private static int longestPiece(String text, int from, String key) {
        int longest = 0;
        for (int start = 0; start < key.length(); start++) {
            int length = 0;
            while (from + length < text.length()
                    && start + length < key.length()
                    && text.charAt(from + length) == key.charAt(start + length)) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }
}
