package io.ktrdr.quant.split;

import java.util.List;

/**
 * Rows to test on, and those that a model may learn from that is tested on them.
 *
 * @param train in order, apart from each other and from {@code test}, none of them empty; may be none at all
 */
public record Fold(List<Rows> train, Rows test) {
    public Fold {
        train = List.copyOf(train);
    }

    /** How many rows there are to learn from. */
    public int trainSize() {
        return train.stream().mapToInt(Rows::size).sum();
    }
}
