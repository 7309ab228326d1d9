package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;

/**
 * What a worker says it is doing.
 *
 * @param completing the work is done and its result is on the way to the coordinator
 */
@Wire
public record RunningJob(String claim, long token, boolean completing) {}
