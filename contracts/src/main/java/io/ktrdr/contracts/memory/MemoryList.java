package io.ktrdr.contracts.memory;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** The most relevant first; of equally relevant ones the newest. */
@Wire
public record MemoryList(List<MemoryItem> items) {}
