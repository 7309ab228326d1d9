package io.ktrdr.contracts.job;

import io.ktrdr.contracts.Wire;

/** Stop the claim. Raises the worker's mark, so that a start overtaken by its cancel stays dead. */
@Wire
public record CancelJob(String incarnation, long token) {}
