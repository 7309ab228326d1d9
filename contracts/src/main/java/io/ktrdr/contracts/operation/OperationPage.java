package io.ktrdr.contracts.operation;

import io.ktrdr.contracts.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param nextCursor pass it on for the next page; null on the last */
@Wire
public record OperationPage(
        List<OperationView> items, @Nullable String nextCursor) {}
