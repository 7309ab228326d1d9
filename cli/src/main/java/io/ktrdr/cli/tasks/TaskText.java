package io.ktrdr.cli.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.cli.output.Fields;
import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.JsonText;
import io.ktrdr.cli.output.Table;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.task.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code tasks show} for a person. */
final class TaskText {
    private TaskText() {}

    static List<String> of(TaskView task, List<OperationView> attempts, Instant now) {
        List<String> lines = new ArrayList<>(fields(task));
        object(lines, "Payload", task.payload());
        object(lines, "Result", task.result());
        if (!attempts.isEmpty()) {
            lines.add("");
            lines.addAll(attempts(attempts, now));
        }
        return lines;
    }

    private static List<String> fields(TaskView task) {
        return new Fields()
                .add("Task", task.operationId())
                .add("Type", task.taskType().wireName())
                .add("Status", task.status().wireName())
                .add("Waiting", task.waitingReason())
                .add("Error", task.errorMessage())
                .add("Priority", task.priority().name())
                .add("After", task.dependsOn().isEmpty() ? null : String.join(", ", task.dependsOn()))
                .add(
                        "If not completed",
                        task.dependsOn().isEmpty()
                                ? null
                                : task.onDependencyFailure().wireName())
                .add("Preferred", task.preferredAgentId())
                .add("Created", time(task.createdAt()))
                .add("Started", time(task.startedAt()))
                .add("Finished", time(task.finishedAt()))
                .lines();
    }

    private static @Nullable String time(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static void object(List<String> lines, String heading, @Nullable JsonNode object) {
        if (object != null && !object.isEmpty()) {
            lines.add("");
            lines.add(heading);
            JsonText.of(object).forEach(line -> lines.add("  " + line));
        }
    }

    private static List<String> attempts(List<OperationView> attempts, Instant now) {
        Table table = new Table("ATTEMPT", "ID", "AGENT", "STATUS", "RAN", "");
        for (OperationView attempt : attempts) {
            Instant end = Objects.requireNonNullElse(attempt.finishedAt(), now);
            table.row(
                    String.valueOf(attempt.attempt()),
                    attempt.operationId(),
                    Objects.requireNonNullElse(attempt.agentId(), "-"),
                    attempt.status().wireName(),
                    attempt.startedAt() == null ? "-" : Figures.span(Duration.between(attempt.startedAt(), end)),
                    Objects.requireNonNullElse(attempt.errorMessage(), ""));
        }
        return table.lines();
    }
}
