package io.ktrdr.coordinator.repository;

import io.ktrdr.quant.strategy.InvalidStrategyException;
import io.ktrdr.quant.strategy.StrategyYaml;

/** People write strategy files in their own way, with comments and without defaults: the same strategy all the same. */
final class Spelling {
    private Spelling() {}

    /** @param canonical as {@link StrategyYaml#write} writes it */
    static boolean isThis(String file, String canonical) {
        if (file.equals(canonical)) {
            return true;
        }
        try {
            return StrategyYaml.write(StrategyYaml.read(file)).equals(canonical);
        } catch (InvalidStrategyException e) {
            return false;
        }
    }
}
