package io.ktrdr.contracts;

import io.ktrdr.contracts.worker.WorkerType;
import java.util.function.Function;

/** One value for each type of worker. */
@Wire
public record PerWorkerType<T>(T training, T backtesting) {
    public static <T> PerWorkerType<T> of(Function<WorkerType, T> value) {
        return new PerWorkerType<>(value.apply(WorkerType.TRAINING), value.apply(WorkerType.BACKTESTING));
    }

    public T get(WorkerType type) {
        return switch (type) {
            case TRAINING -> training;
            case BACKTESTING -> backtesting;
        };
    }
}
