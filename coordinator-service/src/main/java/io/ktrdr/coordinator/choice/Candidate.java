package io.ktrdr.coordinator.choice;

import java.math.BigDecimal;

/**
 * A model that can be asked.
 *
 * @param name as the file of models calls it
 * @param usd  US dollars that a usual call costs with it; only the proportions between models matter
 */
public record Candidate(String name, BigDecimal usd) {}
