package io.ktrdr.contracts.audit;

import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not add up. The same text as long as it is the same thing, so that two looks can be compared.
 *
 * @param code        of the rule, see docs/operating.md
 * @param operationId null when it is about none
 * @param meaning     what the rule looks for, a sentence
 * @param detail      what was found
 */
@Wire
public record Finding(String code, @Nullable String operationId, String meaning, String detail) {}
