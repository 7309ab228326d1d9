package io.ktrdr.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A job that succeeded.
 *
 * @param result what the operation's result becomes; every artifact it names was given to {@link JobContext#artifact}
 */
public record JobOutcome(ObjectNode result) {}
