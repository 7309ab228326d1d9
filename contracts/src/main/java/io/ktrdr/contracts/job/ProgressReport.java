package io.ktrdr.contracts.job;

import io.ktrdr.contracts.Wire;

/**
 * @param step     epochs trained or bars processed; only grows within an attempt
 * @param fraction done, 0..1
 * @param message  for people, e.g. {@code epoch 12/50, loss 0.6921}
 */
@Wire
public record ProgressReport(
        String workerId, String incarnation, long token, long step, double fraction, String message) {}
