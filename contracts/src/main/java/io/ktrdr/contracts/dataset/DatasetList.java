package io.ktrdr.contracts.dataset;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** Newest first. */
@Wire
public record DatasetList(List<DatasetView> items) {}
