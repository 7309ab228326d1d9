package io.ktrdr.contracts.job;

import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.worker.WorkerType;
import org.jspecify.annotations.Nullable;

/**
 * Run this. The same message again is answered with the job's state and runs nothing twice.
 *
 * @param claim       id of the child operation
 * @param workerId    whom the reservation names, with its incarnation and token
 * @param attempt     1 for the first
 * @param spec        the job's specification, a JSON document as text, so that its hash is over these very characters
 * @param specSha256  SHA-256 of {@code spec} in UTF-8
 * @param checkpoint  where an earlier attempt got to; null to start afresh
 */
@Wire
public record StartJob(
        String claim,
        String workerId,
        String incarnation,
        long token,
        WorkerType jobType,
        int attempt,
        String spec,
        String specSha256,
        @Nullable Checkpoint checkpoint) {}
