package io.ktrdr.cli.output;

/** Shares of a whole, as a bar in one line of text. */
public final class Bar {
    private static final char FULL = '█';
    private static final char HALF = '▒';
    private static final char EMPTY = '░';

    private Bar() {}

    /**
     * The whole, what is left of it drawn faintly.
     *
     * @param width   characters of the whole
     * @param certain share that is drawn full, 0..1; what is more is cut off
     * @param likely  share that is drawn lighter, after it
     */
    public static String of(int width, double certain, double likely) {
        String drawn = alone(width, certain, likely);
        return drawn + String.valueOf(EMPTY).repeat(width - drawn.length());
    }

    /** The same without what is left of the whole: for bars below each other. */
    public static String alone(int width, double certain, double likely) {
        int full = cells(width, certain);
        int half = Math.max(full, cells(width, certain + likely));
        return String.valueOf(FULL).repeat(full) + String.valueOf(HALF).repeat(half - full);
    }

    /**
     * A part of the whole where it lies in it, for bars below each other.
     *
     * @param from where it begins, 0..1
     * @param to   where it ends, not before that
     */
    public static String within(int width, double from, double to) {
        int begin = (int) Math.clamp(Math.round(from * width), 0, width - 1);
        int end = (int) Math.clamp(Math.round(to * width), begin + 1, width);
        return " ".repeat(begin) + String.valueOf(FULL).repeat(end - begin);
    }

    /** Something is never drawn as nothing. */
    private static int cells(int width, double share) {
        if (!(share > 0)) {
            return 0;
        }
        return (int) Math.clamp(Math.round(share * width), 1, width);
    }
}
