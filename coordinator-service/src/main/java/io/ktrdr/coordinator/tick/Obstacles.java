package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.coordinator.research.WaitingCause;
import io.ktrdr.coordinator.service.ServiceName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands against a task, whoever is free. Pure.
 *
 * @param servicesUp that answer
 * @param noRoom     why one more research would not be let in; null when it would
 */
record Obstacles(Set<String> servicesUp, @Nullable WaitingCause noRoom) {

    /** Null when nothing does. */
    @Nullable
    WaitingCause of(Line.Task task) {
        if (task.depends()) {
            return WaitingCause.DEPENDENCY;
        }
        ServiceName needed = ServiceName.neededBy(task.type());
        if (needed != null && !servicesUp.contains(needed.wireName())) {
            return switch (needed) {
                case DISCOVERY -> WaitingCause.DISCOVERY_SERVICE;
            };
        }
        return task.type() == OperationType.RESEARCH ? noRoom : null;
    }
}
