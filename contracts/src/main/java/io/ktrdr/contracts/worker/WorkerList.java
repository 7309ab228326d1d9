package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** All workers, by id. */
@Wire
public record WorkerList(List<WorkerView> items) {}
