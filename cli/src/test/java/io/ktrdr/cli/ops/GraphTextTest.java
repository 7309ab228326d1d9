package io.ktrdr.cli.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.OperationGraph;
import io.ktrdr.contracts.operation.OperationGraph.Edge;
import io.ktrdr.contracts.operation.OperationGraph.Node;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.Priority;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GraphTextTest {
    private static final int WIDE = Integer.MAX_VALUE;

    private static Node node(String id, OperationStatus status, @Nullable String label, @Nullable String waiting) {
        return new Node(id, OperationType.AGENT_RESEARCH, status, Priority.P1, label, waiting);
    }

    private static Edge edge(String after, String before) {
        return new Edge(after, before, DependencyFailurePolicy.FAIL);
    }

    private static String text(OperationGraph graph, String askedFor, int width) {
        return String.join("\n", GraphText.of(graph, askedFor, width)) + "\n";
    }

    private static OperationGraph diamond() {
        return new OperationGraph(
                List.of(
                        new Node("op_in", OperationType.INGEST, OperationStatus.COMPLETED, Priority.P0, "ingest", null),
                        node("op_rsi", OperationStatus.RUNNING, "Explore RSI variations", null),
                        node("op_macd", OperationStatus.FAILED, "rsi_reversal_7", null),
                        node("op_both", OperationStatus.PENDING, "Put both together", "waiting for op_rsi")),
                List.of(
                        edge("op_rsi", "op_in"),
                        edge("op_macd", "op_in"),
                        new Edge("op_both", "op_rsi", DependencyFailurePolicy.RUN),
                        new Edge("op_both", "op_macd", DependencyFailurePolicy.RUN)),
                false);
    }

    @Test
    void a_picture_on_the_left_and_what_its_nodes_are_on_the_right() {
        assertEquals("""
                ●    op_in      completed  P0  ingest
                ├─◐  op_rsi     running    P1  Explore RSI variations
                ✗ │  op_macd    failed     P1  rsi_reversal_7
                ├─╯
                ○    op_both ◀  pending    P1  Put both together  (runs after a failure too)  waiting for op_rsi
                """, text(diamond(), "op_both", WIDE));
    }

    @Test
    void an_operation_that_nobody_depends_on_is_one_line() {
        OperationGraph alone =
                new OperationGraph(List.of(node("op_a", OperationStatus.CANCELLED, null, null)), List.of(), false);
        assertEquals("⊘  op_a ◀  cancelled  P1  agent_research\n", text(alone, "op_a", WIDE));
    }

    @Test
    void a_label_is_one_line_of_printable_characters() {
        OperationGraph graph = new OperationGraph(
                List.of(node("op_a", OperationStatus.RUNNING, " Two\nlines\t\u001b[31mred ", null)), List.of(), false);
        assertEquals("◐  op_a ◀  running  P1  Two lines [31mred\n", text(graph, "op_a", WIDE));
    }

    @Test
    void long_labels_are_cut_before_what_it_waits_for_is() {
        OperationGraph graph = new OperationGraph(
                List.of(node("op_a", OperationStatus.PENDING, "x".repeat(16_384), "waiting for op_before")),
                List.of(),
                false);
        String line = "○  op_a ◀  pending  P1  " + "x".repeat(32) + "…  waiting for op_before\n";
        assertEquals(80, line.strip().length());
        assertEquals(line, text(graph, "op_a", 80));
        assertEquals("○  op_a ◀  pending  P1  xxxxxxxxxxx…  wa…\n", text(graph, "op_a", 41));
        assertEquals("○  op_a ◀  pe…\n", text(graph, "op_a", 14));
    }

    @Test
    void a_character_of_two_units_is_not_cut_in_two() {
        OperationGraph graph = new OperationGraph(
                List.of(node("op_a", OperationStatus.RUNNING, "📈".repeat(20), null)), List.of(), false);
        assertEquals(
                "◐  op_a ◀  running  P1  " + "📈".repeat(11) + "…\n",
                text(graph, "op_a", "◐  op_a ◀  running  P1  ".length() + 12));
    }

    @Test
    void no_line_of_a_hundred_nodes_is_wider_than_the_terminal() {
        List<Node> nodes = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        for (int at = 0; at < 100; at++) {
            nodes.add(
                    node("op_" + at, OperationStatus.PENDING, "Explore RSI variations ".repeat(9), "waiting for more"));
            for (int before = Math.max(0, at - 40); before < at; before += 1 + at % 7) {
                edges.add(edge("op_" + at, "op_" + before));
            }
        }
        OperationGraph graph = new OperationGraph(nodes, edges, false);
        List<String> lines = GraphText.of(graph, "op_50", 80);
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80));
        List<String> whole = GraphText.of(graph, "op_50", WIDE);
        for (Node node : nodes) {
            assertEquals(
                    1,
                    whole.stream()
                            .filter(line -> line.contains(" " + node.operationId() + " "))
                            .count());
        }
        assertEquals(1, whole.stream().filter(line -> line.contains("◀")).count());
    }
}
