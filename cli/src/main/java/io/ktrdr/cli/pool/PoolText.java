package io.ktrdr.cli.pool;

import io.ktrdr.cli.output.Bar;
import io.ktrdr.cli.output.Fields;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.pool.PoolView;
import io.ktrdr.contracts.pool.ServiceView;
import java.util.List;
import java.util.stream.Collectors;

/** {@code pool show} for a person. */
final class PoolText {
    private static final int BAR_WIDTH = 20;

    private PoolText() {}

    static List<String> of(PoolView pool) {
        Fields fields = new Fields()
                .add(
                        "Agents",
                        "%d of at most %d: %d idle, %d busy, %d degraded"
                                .formatted(pool.size(), pool.maxSize(), pool.idle(), pool.busy(), pool.degraded()))
                .add(
                        "Tasks",
                        "%s  %d waiting, %d places"
                                .formatted(
                                        Bar.of(BAR_WIDTH, (double) pool.pendingTasks() / pool.taskPlaces(), 0),
                                        pool.pendingTasks(),
                                        pool.taskPlaces()));
        pool.services().forEach(service -> fields.add("Service " + service.name(), text(service)));
        return fields.lines();
    }

    private static String text(ServiceView service) {
        if (service.up()) {
            return "up" + (service.source() == null ? "" : ", " + service.source());
        }
        String why = service.error() == null ? "" : ": " + service.error();
        String waiting =
                service.neededBy().stream().map(OperationType::wireName).collect(Collectors.joining(" and "));
        return service.source() == null
                ? "none configured; tasks wait: " + waiting
                : "down, " + service.source() + why + "; tasks wait: " + waiting;
    }
}
