package io.ktrdr.coordinator.library;

/** Words of people and models as the memory keeps them: as long as is useful, and nothing that Postgres does not take as text. */
final class Kept {
    private static final int LONGEST_TEXT = 2_000;
    /** Far below where a search document ends, a megabyte of words. */
    private static final int LONGEST_DOCUMENT = 20_000;

    private Kept() {}

    /** A hypothesis, or what speaks for or against one. */
    static String text(String words) {
        return cut(words, LONGEST_TEXT);
    }

    /** A brief, or all findings of a research. */
    static String document(String words) {
        return cut(words, LONGEST_DOCUMENT);
    }

    private static String cut(String words, int longest) {
        String plain = words.replace('\0', ' ').strip();
        if (plain.length() <= longest) {
            return plain;
        }
        int end = Character.isHighSurrogate(plain.charAt(longest - 1)) ? longest - 1 : longest;
        return plain.substring(0, end).strip();
    }
}
