package io.ktrdr.quant.bars;

/** What an import does with bars that cannot be true. */
public enum BadBars {
    /** Leaves them out and says so. The default. */
    DROP,
    /** Keeps them and says so. Duplicates, and bars with a price of zero or below, cannot be kept and are left out. */
    KEEP,
    /** Refuses the whole file, naming the first. */
    REFUSE;

    /**
     * By name.
     *
     * @throws IllegalArgumentException for anything but {@code drop}, {@code keep}, {@code refuse}
     */
    public static BadBars parse(String name) {
        return switch (name) {
            case "drop" -> DROP;
            case "keep" -> KEEP;
            case "refuse" -> REFUSE;
            default -> throw new IllegalArgumentException("must be drop, keep or refuse");
        };
    }
}
