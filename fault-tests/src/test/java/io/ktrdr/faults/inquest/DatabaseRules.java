package io.ktrdr.faults.inquest;

import io.ktrdr.faults.cluster.Cluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rules that are best said in SQL: each statement finds what breaks its rule. */
final class DatabaseRules {
    private static final Map<String, String> COORDINATOR = new LinkedHashMap<>();
    private static final Map<String, String> REGISTRY = new LinkedHashMap<>();

    static {
        COORDINATOR.put(
                "an attempt exists once",
                "SELECT parent_id || ' ' || type || ' ' || attempt FROM operation WHERE parent_id IS NOT NULL"
                        + " GROUP BY parent_id, type, attempt HAVING count(*) > 1");
        COORDINATOR.put(
                "a checkpoint's artifact is there",
                "SELECT o.id FROM operation o WHERE checkpoint_artifact IS NOT NULL"
                        + " AND NOT EXISTS (SELECT 1 FROM artifact a WHERE a.sha256 = o.checkpoint_artifact)");
        COORDINATOR.put(
                "progress belongs to the token",
                "SELECT o.id FROM operation o JOIN operation_progress p ON p.operation_id = o.id"
                        + " WHERE p.token IS DISTINCT FROM o.token");
        COORDINATOR.put(
                "a completed operation has a result, and only that",
                "SELECT id FROM operation WHERE (status = 'completed') <> (result IS NOT NULL)"
                        + " OR status = 'completed' AND error_message IS NOT NULL");
        COORDINATOR.put(
                "an end comes after its beginning",
                "SELECT id FROM operation WHERE finished_at < started_at OR started_at < created_at");
        COORDINATOR.put(
                "a child ends no later than its research",
                "SELECT c.id FROM operation c JOIN operation r ON r.id = c.parent_id"
                        + " WHERE c.finished_at > r.finished_at");
        COORDINATOR.put(
                "nothing that is over waits",
                "SELECT id FROM operation WHERE status IN ('completed', 'failed', 'cancelled')"
                        + " AND (queued OR waiting_cause IS NOT NULL OR due_at IS NOT NULL)");
        COORDINATOR.put(
                "every research was triggered and ended once",
                "SELECT o.id FROM operation o LEFT JOIN operation_event e ON e.operation_id = o.id"
                        + " WHERE o.type = 'agent_research' GROUP BY o.id, o.status"
                        + " HAVING count(*) FILTER (WHERE e.type = 'research.triggered') <> 1"
                        + " OR count(*) FILTER (WHERE e.type = 'research.' || o.status) <> 1");
        COORDINATOR.put(
                "the epoch of a child was one that ticked",
                "SELECT o.id FROM operation o WHERE o.epoch > (SELECT epoch FROM leader_lease)");
        COORDINATOR.put(
                "a completed design or assessment is paid",
                "SELECT o.id FROM operation o JOIN budget_entry b ON b.operation_id = o.id"
                        + " WHERE o.status = 'completed' AND b.settled_at IS NULL");

        REGISTRY.put(
                "no mark is above the counter", "SELECT worker_id FROM liveness, registry_state WHERE mark > counter");
        REGISTRY.put(
                "the heard incarnation is the current one",
                "SELECT l.worker_id FROM liveness l WHERE NOT EXISTS (SELECT 1 FROM incarnation i"
                        + " WHERE i.worker_id = l.worker_id AND i.incarnation = l.incarnation"
                        + " AND i.superseded_at IS NULL)");
    }

    private DatabaseRules() {}

    static List<Finding> broken(Cluster cluster) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        try (Connection coordinator = cluster.database("coordinator");
                Connection registry = cluster.database("registry")) {
            look(coordinator, COORDINATOR, findings);
            look(registry, REGISTRY, findings);
        }
        return findings;
    }

    private static void look(Connection database, Map<String, String> rules, List<Finding> findings)
            throws SQLException {
        for (Map.Entry<String, String> rule : rules.entrySet()) {
            EvidenceTaking.rows(database, rule.getValue(), row -> row.getString(1))
                    .forEach(what -> findings.add(new Finding(rule.getKey(), what)));
        }
    }
}
