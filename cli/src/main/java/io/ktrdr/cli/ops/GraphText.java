package io.ktrdr.cli.ops;

import io.ktrdr.cli.output.GraphLines;
import io.ktrdr.cli.output.Table;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.OperationGraph;
import io.ktrdr.contracts.operation.OperationGraph.Edge;
import io.ktrdr.contracts.operation.OperationGraph.Node;
import io.ktrdr.contracts.operation.OperationStatus;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code ops graph} for a person: the picture on the left, what its nodes are on the right. */
final class GraphText {
    /** A picture that is wider pushes its own lines to the right, and no others. */
    private static final int WIDEST_MARGIN = 24;

    private static final int SHORTEST_LABEL = 12;
    private static final String GAP = "  ";
    private static final String ASKED_FOR = " ◀";

    private final OperationGraph graph;
    private final String askedFor;
    private final int width;
    private final Map<String, DependencyFailurePolicy> policies;
    private final int idWidth;
    private final int statusWidth;

    private GraphText(OperationGraph graph, String askedFor, int width) {
        this.graph = graph;
        this.askedFor = askedFor;
        this.width = width;
        this.policies = graph.edges().stream()
                .collect(Collectors.toMap(Edge::operationId, Edge::onFailure, (first, other) -> first));
        this.idWidth = widest(graph.nodes().stream().map(this::id));
        this.statusWidth =
                widest(graph.nodes().stream().map(node -> node.status().wireName()));
    }

    /**
     * @param askedFor the operation that is marked
     * @param width    of the terminal in characters: longer labels, then longer lines, are cut
     */
    static List<String> of(OperationGraph graph, String askedFor, int width) {
        return new GraphText(graph, askedFor, width).lines();
    }

    private List<String> lines() {
        List<GraphLines.Line> picture =
                GraphLines.of(followers(), node -> mark(graph.nodes().get(node).status()));
        int margin = Math.min(WIDEST_MARGIN, widest(picture.stream().map(GraphLines.Line::drawn)));
        List<String> lines = new ArrayList<>();
        for (GraphLines.Line line : picture) {
            if (line.node() < 0) {
                lines.add(cut(line.drawn(), width));
            } else {
                String drawn = Table.pad(line.drawn(), margin) + GAP;
                lines.add(cut(drawn + text(graph.nodes().get(line.node()), width - drawn.length()), width));
            }
        }
        return lines;
    }

    /** Of each node those that wait for it, by their places in the list. */
    private List<BitSet> followers() {
        Map<String, Integer> places = new HashMap<>();
        List<BitSet> followers = new ArrayList<>();
        for (Node node : graph.nodes()) {
            places.put(node.operationId(), followers.size());
            followers.add(new BitSet());
        }
        for (Edge edge : graph.edges()) {
            Integer before = places.get(edge.dependsOn());
            Integer after = places.get(edge.operationId());
            if (before != null && after != null) {
                followers.get(before).set(after);
            }
        }
        return followers;
    }

    private String text(Node node, int room) {
        String head = Table.pad(id(node), idWidth)
                + GAP
                + Table.pad(node.status().wireName(), statusWidth)
                + GAP
                + node.priority().name()
                + GAP;
        String tail = Stream.of(policy(node), Objects.requireNonNullElse(node.waitingReason(), ""))
                .filter(part -> !part.isEmpty())
                .map(part -> GAP + part)
                .collect(Collectors.joining());
        int left = room - head.length() - tail.length();
        return head + cut(label(node), Math.max(SHORTEST_LABEL, left)) + tail;
    }

    private String id(Node node) {
        return node.operationId().equals(askedFor) ? node.operationId() + ASKED_FOR : node.operationId();
    }

    /** On one line, whatever its author wrote. */
    private static String label(Node node) {
        String label =
                Objects.requireNonNullElse(node.label(), node.operationType().wireName());
        return label.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    private String policy(Node node) {
        DependencyFailurePolicy policy = policies.get(node.operationId());
        return policy == null
                ? ""
                : switch (policy) {
                    case FAIL -> "";
                    case SKIP -> "(skipped on failure)";
                    case RUN -> "(runs after a failure too)";
                };
    }

    private static char mark(OperationStatus status) {
        return switch (status) {
            case PENDING -> '○';
            case RUNNING -> '◐';
            case COMPLETED -> '●';
            case FAILED -> '✗';
            case CANCELLED -> '⊘';
        };
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(String::length).max().orElse(0);
    }

    private static String cut(String text, int longest) {
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, longest - 1)))
                        .stripTrailing() + "…";
    }
}
