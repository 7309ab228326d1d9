package io.ktrdr.coordinator.lock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.Graphs;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.AsSubgraph;
import org.jgrapht.graph.DefaultEdge;

/** Circles in directed graphs, as lists from a first vertex on, each with an edge to the next, and the last one to the first. */
public final class Circle {
    private Circle() {}

    /** A shortest one through this vertex, which must be on one. */
    static List<String> through(String vertex, Graph<String, DefaultEdge> graph) {
        BFSShortestPath<String, DefaultEdge> paths = new BFSShortestPath<>(graph);
        List<String> circle = new ArrayList<>();
        circle.add(vertex);
        Graphs.successorListOf(graph, vertex).stream()
                .map(next -> Optional.ofNullable(paths.getPath(next, vertex)))
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(GraphPath::getLength))
                .orElseThrow()
                .getVertexList()
                .stream()
                .filter(next -> !next.equals(vertex))
                .forEach(circle::add);
        return circle;
    }

    /** A shortest one through the first vertex, by name, that is on any; empty when there is none. */
    public static Optional<List<String>> in(Graph<String, DefaultEdge> graph) {
        return new KosarajuStrongConnectivityInspector<>(graph)
                .stronglyConnectedSets().stream()
                        .filter(set -> set.size() > 1)
                        .min(Comparator.comparing(set ->
                                set.stream().min(Comparator.naturalOrder()).orElseThrow()))
                        .map(HashSet::new)
                        .map((Set<String> set) -> through(
                                set.stream().min(Comparator.naturalOrder()).orElseThrow(),
                                new AsSubgraph<>(graph, set)));
    }
}
