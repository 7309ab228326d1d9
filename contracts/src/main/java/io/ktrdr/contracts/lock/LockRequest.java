package io.ktrdr.contracts.lock;

import io.ktrdr.contracts.UserInput;
import io.ktrdr.contracts.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A lock that somebody asks for.
 *
 * @param resource {@code KIND:NAME}, such as {@code dataset:BTC-USD/1m}; {@code *} stands for any characters, {@code ?} for one
 * @param mode     {@code read} or {@code write}
 */
@Wire
@UserInput
public record LockRequest(
        @Nullable String resource, @Nullable String mode) {}
