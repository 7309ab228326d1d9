package io.ktrdr.contracts.problem;

import io.ktrdr.contracts.Wire;

/** One thing wrong with a request: which field (a path such as {@code model.epochs}), and what. */
@Wire
public record Violation(String field, String message) {}
