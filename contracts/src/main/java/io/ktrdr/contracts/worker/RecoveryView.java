package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * How a worker that fell ill is being brought back.
 *
 * @param reason        what is wrong, for people
 * @param round         how many times it has been tried in a row, 1 for the first
 * @param forMs         milliseconds since its present state began
 * @param backoffLeftMs while it stands back, milliseconds until it may take jobs again
 * @param incarnation   the process that is to end
 * @param terminate     that process does not end by itself: whoever started it should see to that
 */
@Wire
public record RecoveryView(
        String reason, int round, long forMs, @Nullable Long backoffLeftMs, String incarnation, boolean terminate) {}
