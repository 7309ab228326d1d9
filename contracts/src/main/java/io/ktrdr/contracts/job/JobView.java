package io.ktrdr.contracts.job;

import io.ktrdr.contracts.Wire;

/** A claim as its worker knows it. */
@Wire
public record JobView(String claim, long token, JobState state, double fraction, String message) {}
