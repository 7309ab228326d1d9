package io.ktrdr.coordinator.lock;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/**
 * Operations that wait for each other in a circle, each holding what the one before it wants.
 *
 * @param circle from the victim on, each waiting for the next, and the last for the victim
 */
public record Deadlock(List<String> circle) {
    /** An operation that has been the victim so often is not chosen again while there are others. */
    static final int TURNS = 2;

    /** Loses the least work; of those who lose as much, the youngest. */
    private static final Comparator<Claimant> FIRST_VICTIM = Comparator.<Claimant, Boolean>comparing(
                    claimant -> claimant.deadlocks() >= TURNS)
            .thenComparing(Claimant::lostMillis)
            .thenComparing(Claimant::createdMillis, Comparator.reverseOrder())
            .thenComparing(Claimant::operationId);

    /**
     * Who gives his locks back, so that no circle is left, and the circle that each breaks.
     *
     * @param waitsFor of those who hold locks and wait for more: whom they wait for
     */
    static Map<String, Deadlock> resolve(Map<Claimant, Set<String>> waitsFor) {
        Graph<String, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
        Map<String, Claimant> byId = new HashMap<>();
        for (Claimant claimant : waitsFor.keySet()) {
            byId.put(claimant.operationId(), claimant);
            graph.addVertex(claimant.operationId());
        }
        waitsFor.forEach((claimant, others) -> others.stream()
                .filter(byId::containsKey)
                .forEach(other -> graph.addEdge(claimant.operationId(), other)));
        Map<String, Deadlock> victims = new LinkedHashMap<>();
        for (Set<String> knot : knots(graph)) {
            unravel(graph, knot, byId, victims);
        }
        return victims;
    }

    private static void unravel(
            Graph<String, DefaultEdge> graph,
            Set<String> knot,
            Map<String, Claimant> byId,
            Map<String, Deadlock> victims) {
        String victim =
                knot.stream().map(byId::get).min(FIRST_VICTIM).orElseThrow().operationId();
        victims.put(victim, new Deadlock(Circle.through(victim, graph)));
        graph.removeVertex(victim);
        Set<String> rest = new HashSet<>(knot);
        rest.remove(victim);
        for (Set<String> smaller : knots(new org.jgrapht.graph.AsSubgraph<>(graph, rest))) {
            unravel(graph, smaller, byId, victims);
        }
    }

    /** Sets of operations of which each waits, over others, for each. */
    private static List<Set<String>> knots(Graph<String, DefaultEdge> graph) {
        return new KosarajuStrongConnectivityInspector<>(graph)
                .stronglyConnectedSets().stream().filter(set -> set.size() > 1).toList();
    }

    /** For people. */
    public String describe() {
        return String.join(" -> ", circle) + " -> " + circle.getFirst();
    }
}
