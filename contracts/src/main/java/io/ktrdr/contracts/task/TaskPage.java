package io.ktrdr.contracts.task;

import io.ktrdr.contracts.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param nextCursor pass it on for the next page; null on the last */
@Wire
public record TaskPage(List<TaskView> items, @Nullable String nextCursor) {}
