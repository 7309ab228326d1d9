package io.ktrdr.coordinator.research;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.contracts.sync.LostReason;
import io.ktrdr.coordinator.operation.OperationSql;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/state-machine.md} says what the code does: every row is tried, and no case is without a row. */
class StateMachineDocumentTest {
    private static final List<OperationType> STEPS = List.of(
            OperationType.AGENT_DESIGN,
            OperationType.TRAINING,
            OperationType.BACKTESTING,
            OperationType.AGENT_ASSESSMENT);

    private static final Pattern SQL_CONSTANT = Pattern.compile("`([A-Z_]+)`");

    /** @param situation the column "It is" */
    private record Decision(
            ResearchPhase phase, OperationType type, String situation, String somebodyIsFree, String nobodyIsFree) {
        static Decision of(List<String> cells) {
            return new Decision(
                    ResearchPhase.of(cells.get(0)),
                    OperationType.of(cells.get(1)),
                    cells.get(2),
                    cells.get(3),
                    cells.get(4));
        }

        String theCase() {
            return type.wireName() + ", " + situation;
        }

        /** Phases between which these answers move a research. */
        Stream<String> phaseChanges() {
            return Stream.of(somebodyIsFree, nobodyIsFree)
                    .filter(answer -> answer.contains(","))
                    .map(answer -> answer.substring(answer.indexOf(',') + 2))
                    .filter(after -> !after.equals(phase.wireName()))
                    .map(after -> phase.wireName() + " --> " + after);
        }
    }

    private final Document document = Document.read();

    @TestFactory
    Stream<DynamicTest> every_row_is_what_the_state_machine_decides() {
        return decisions()
                .map(row -> DynamicTest.dynamicTest(row.theCase(), () -> {
                    ResearchCase given = new ResearchCase(row.phase(), row.type(), row.situation());
                    assertEquals(row.somebodyIsFree(), given.decidedWithSomebodyFree(), "with somebody free");
                    assertEquals(row.nobodyIsFree(), given.decidedWithNobodyFree(), "with nobody free");
                }));
    }

    @Test
    void every_case_has_exactly_one_row() {
        List<String> documented = decisions().map(Decision::theCase).sorted().toList();
        List<String> possible =
                STEPS.stream().flatMap(StateMachineDocumentTest::cases).sorted().toList();
        assertEquals(String.join("\n", possible), String.join("\n", documented));
    }

    private static Stream<String> cases(OperationType type) {
        Stream<String> first = type == OperationType.AGENT_DESIGN ? Stream.of("none") : Stream.empty();
        Stream<String> stored = Arrays.stream(OperationStatus.values()).flatMap(status -> cases(type, status));
        return Stream.concat(first, stored).map(situation -> type.wireName() + ", " + situation);
    }

    private static Stream<String> cases(OperationType type, OperationStatus status) {
        return switch (status) {
            case PENDING, CANCELLED -> Stream.of(status.wireName());
            case RUNNING -> Stream.concat(Stream.of("running"), endings(type).map(ending -> "running, " + ending));
            case COMPLETED ->
                type == OperationType.TRAINING
                        ? Stream.of("completed, gate passed", "completed, gate not passed")
                        : Stream.of("completed");
            case FAILED -> Arrays.stream(FailureClass.values()).flatMap(StateMachineDocumentTest::failures);
        };
    }

    private static Stream<String> failures(FailureClass failureClass) {
        String failed = "failed (" + failureClass.wireName() + ")";
        return switch (failureClass) {
            case JOB -> Stream.of(failed);
            case WORKER -> Stream.of(failed, failed + ", " + Retry.MAX_FAILURES + "rd");
            case INTERRUPTED -> Stream.of(failed, failed + ", " + Retry.MAX_INTERRUPTIONS + "th");
            case DEFERRED -> Stream.of(failed);
            case ATTENTION -> Stream.of(failed, failed + ", resumed");
        };
    }

    /** What may have become of a running attempt without anybody having said so. */
    private static Stream<String> endings(OperationType type) {
        Stream<String> gone = Executor.of(type) == Executor.AGENT
                ? Stream.of("its epoch is over", "no agent runs it")
                : Arrays.stream(LostReason.values()).flatMap(reason -> switch (reason) {
                    case SILENT -> Stream.of("lost: silent", "lost: silent to the registry only");
                    case RESTARTED, SUPERSEDED -> Stream.of("lost: " + reason.wireName());
                });
        return Stream.concat(gone, Stream.of("no progress"));
    }

    @Test
    void statuses_are_those_of_the_code() {
        String expected = Arrays.stream(OperationStatus.values())
                .map(status -> status.wireName() + (status.isTerminal() ? " yes" : " no"))
                .collect(Collectors.joining("\n"));
        String documented = document.rows("Status", "Over", "Meaning").stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .collect(Collectors.joining("\n"));
        assertEquals(expected, documented);
    }

    @Test
    void changes_of_status_name_statements_that_exist_and_none_leaves_the_end() {
        Set<String> statements = Arrays.stream(OperationSql.class.getDeclaredFields())
                .map(Field::getName)
                .collect(Collectors.toSet());
        for (List<String> row : changesOfStatus()) {
            assertTrue(
                    row.get(0).equals("new") || !OperationStatus.of(row.get(0)).isTerminal(), row.toString());
            assertFalse(OperationStatus.of(row.get(1)).wireName().isEmpty());
            List<String> named = SQL_CONSTANT
                    .matcher(row.get(3))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertFalse(named.isEmpty(), row.toString());
            assertTrue(statements.containsAll(named), () -> "not in OperationSql: " + named);
        }
    }

    @Test
    void the_diagram_of_statuses_shows_the_changes_in_the_table() {
        Set<String> expected = changesOfStatus().stream()
                .map(row -> (row.get(0).equals("new") ? "[*]" : row.get(0)) + " --> " + row.get(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Arrays.stream(OperationStatus.values())
                .filter(OperationStatus::isTerminal)
                .forEach(status -> expected.add(status.wireName() + " --> [*]"));
        assertEquals(expected, document.diagram("pending"));
    }

    @Test
    void the_diagram_of_phases_shows_the_changes_in_the_tables() {
        Set<String> expected =
                decisions().flatMap(Decision::phaseChanges).collect(Collectors.toCollection(TreeSet::new));
        expected.add("[*] --> " + ResearchPhase.IDLE.wireName());
        expected.add(ResearchPhase.ASSESSING.wireName() + " --> [*]");
        assertEquals(expected, document.diagram("idle"));
    }

    @Test
    void causes_of_waiting_are_those_of_the_code() {
        String expected = Arrays.stream(WaitingCause.values())
                .map(cause -> cause.wireName() + ": " + cause.describe(0))
                .collect(Collectors.joining("\n"));
        String documented = document.rows("Cause", "Shown as").stream()
                .map(row -> row.get(0) + ": " + row.get(1))
                .collect(Collectors.joining("\n"));
        assertEquals(expected, documented);
    }

    private Stream<Decision> decisions() {
        return document.rows("Phase", "Newest attempt", "It is", "Somebody is free", "Nobody is free").stream()
                .map(Decision::of);
    }

    private List<List<String>> changesOfStatus() {
        return document.rows("From", "To", "Whose", "Written by");
    }

    /** The document's tables and diagrams. */
    private record Document(List<String> lines) {
        static Document read() {
            try {
                return new Document(Files.readAllLines(Path.of("../docs/state-machine.md")));
            } catch (IOException e) {
                throw new IllegalStateException("docs/state-machine.md cannot be read", e);
            }
        }

        /** The cells of every table with this head line, in order. */
        List<List<String>> rows(String... head) {
            List<List<String>> found = new ArrayList<>();
            boolean inside = false;
            for (String line : lines) {
                if (!line.startsWith("|")) {
                    inside = false;
                } else if (cells(line).equals(List.of(head))) {
                    inside = true;
                } else if (inside && !line.startsWith("|---")) {
                    found.add(cells(line));
                }
            }
            assertFalse(found.isEmpty(), () -> "no table " + Arrays.toString(head));
            return found;
        }

        private static List<String> cells(String line) {
            return Arrays.stream(line.substring(1).split("\\|", -1))
                    .map(String::strip)
                    .filter(cell -> !cell.isEmpty())
                    .toList();
        }

        /** The arrows, without their labels, of the diagram that begins with this state. */
        Set<String> diagram(String firstState) {
            int start = lines.indexOf("    [*] --> " + firstState);
            assertTrue(start > 0, () -> "no diagram begins with " + firstState);
            return lines.subList(start, lines.size()).stream()
                    .takeWhile(line -> !line.startsWith("```"))
                    .map(line -> line.strip().split(":", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
