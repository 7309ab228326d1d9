package io.ktrdr.worker.disk;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.job.JobState;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One job started (state running) or ended.
 *
 * @param at ISO-8601 UTC, for people; no rule looks at it
 */
@Wire
@RegisterForReflection
public record JournalLine(String at, String claim, long token, JobState state, String incarnation, String specSha256) {}
