package io.ktrdr.coordinator.service;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.operation.OperationType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something outside of ktrdr that tasks rely on. */
public enum ServiceName {
    /** The data source: a folder, or a server that lists its files. */
    DISCOVERY(OperationType.DISCOVERY, OperationType.MIGRATION);

    private final List<OperationType> neededBy;

    ServiceName(OperationType... neededBy) {
        this.neededBy = List.of(neededBy);
    }

    /** Types of tasks that wait while it is down. */
    public List<OperationType> neededBy() {
        return neededBy;
    }

    /** What tasks of this type wait for; null for nothing. */
    public static @Nullable ServiceName neededBy(OperationType type) {
        return Arrays.stream(values())
                .filter(service -> service.neededBy.contains(type))
                .findFirst()
                .orElse(null);
    }

    public static ServiceName of(String wireName) {
        return WireName.parse(ServiceName.class, wireName);
    }

    public String wireName() {
        return WireName.of(this);
    }
}
