package io.ktrdr.contracts.operation;

import io.ktrdr.contracts.Wire;

/** @param fraction done, 0..1 */
@Wire
public record Progress(double fraction, String message) {}
