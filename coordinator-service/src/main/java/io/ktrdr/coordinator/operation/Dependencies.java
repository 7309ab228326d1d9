package io.ktrdr.coordinator.operation;

import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.ktrdr.contracts.operation.OperationGraph;
import io.ktrdr.contracts.operation.OperationGraph.Edge;
import io.ktrdr.contracts.operation.OperationGraph.Node;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.traverse.TopologicalOrderIterator;
import org.jspecify.annotations.Nullable;

/** What depends on what. */
@Singleton
final class Dependencies {
    private static final int MAX_NODES = 1000;
    private static final int LABEL = 80;

    private final Database database;
    private final OperationReader reader;

    Dependencies(Database database, OperationReader reader) {
        this.database = database;
        this.reader = reader;
    }

    /**
     * All that dependencies connect with an operation: what it depends on, what depends on it, and so on with these.
     *
     * @throws ProblemException {@code not_found}
     */
    Uni<OperationGraph> of(String id) {
        return database.execute(OperationViewSql.CONNECTED, Tuple.of(id, MAX_NODES + 1))
                .chain(rows -> {
                    List<String> ids = new ArrayList<>();
                    rows.forEach(row -> ids.add(row.getString("id")));
                    if (ids.isEmpty()) {
                        throw ProblemException.notFound("operation", id);
                    }
                    boolean truncated = ids.size() > MAX_NODES;
                    return graph(ids.subList(0, Math.min(MAX_NODES, ids.size())), truncated);
                });
    }

    private Uni<OperationGraph> graph(List<String> ids, boolean truncated) {
        String[] array = ids.toArray(String[]::new);
        return reader.all(array)
                .chain(views -> database.execute(
                                OperationViewSql.DEPENDENCIES, Tuple.tuple().addArrayOfString(array))
                        .map(rows -> graph(views, edges(rows), truncated)));
    }

    private static List<Edge> edges(RowSet<Row> rows) {
        List<Edge> edges = new ArrayList<>();
        rows.forEach(row -> edges.add(new Edge(
                row.getString("operation_id"),
                row.getString("depends_on"),
                DependencyFailurePolicy.of(row.getString("on_dependency_failure")))));
        return edges;
    }

    private static OperationGraph graph(List<OperationView> views, List<Edge> edges, boolean truncated) {
        DefaultDirectedGraph<String, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
        Map<String, OperationView> byId = new HashMap<>();
        for (OperationView view : views) {
            byId.put(view.operationId(), view);
            graph.addVertex(view.operationId());
        }
        edges.forEach(edge -> graph.addEdge(edge.dependsOn(), edge.operationId()));
        List<Node> nodes = new ArrayList<>();
        new TopologicalOrderIterator<>(graph).forEachRemaining(id -> nodes.add(node(byId.get(id))));
        return new OperationGraph(nodes, edges, truncated);
    }

    private static Node node(@Nullable OperationView view) {
        if (view == null) {
            throw new IllegalStateException("the graph has only operations that were read");
        }
        String brief = view.brief();
        return new Node(
                view.operationId(),
                view.operationType(),
                view.status(),
                view.priority(),
                brief == null ? view.strategyName() : brief.substring(0, Math.min(LABEL, brief.length())),
                view.waitingReason());
    }
}
