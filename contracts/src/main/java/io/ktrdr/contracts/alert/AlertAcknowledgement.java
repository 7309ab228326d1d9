package io.ktrdr.contracts.alert;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Somebody knows about an alert.
 *
 * @param by   who, at most 100 characters
 * @param note what he has to say, at most 1000
 */
@Wire
@UserInput
public record AlertAcknowledgement(
        @Nullable String by, @Nullable String note) {}
