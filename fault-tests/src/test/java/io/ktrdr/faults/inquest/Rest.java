package io.ktrdr.faults.inquest;

import io.ktrdr.faults.cluster.Cluster;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The state in which nothing is under way any more, in any process. */
public final class Rest {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);
    private static final String UNDER_WAY = """
            SELECT count(*) FILTER (WHERE type = 'agent_research' AND finished_at IS NULL) || ' researches, '
                   || count(*) FILTER (WHERE reservation IN ('open', 'ended')) || ' reservations',
                   count(*) FILTER (WHERE finished_at IS NULL OR reservation IN ('open', 'ended')) = 0
              FROM operation
            """;
    /** A worker keeps the job in its heartbeat until its result is delivered. */
    private static final String HELD = """
            SELECT (SELECT count(*) FROM reservation) || ' promises, '
                   || (SELECT count(*) FROM liveness WHERE job_claim IS NOT NULL) || ' jobs in heartbeats, '
                   || (SELECT count(*) FROM liveness WHERE last_heard > clock_timestamp() - interval '10 s')
                   || ' workers heard',
                   NOT EXISTS (SELECT 1 FROM reservation)
                   AND NOT EXISTS (SELECT 1 FROM liveness WHERE job_claim IS NOT NULL),
                   (SELECT count(*) FROM liveness WHERE last_heard > clock_timestamp() - interval '10 s')
            """;

    private final Cluster cluster;
    private final EvidenceTaking evidence;

    public Rest(Cluster cluster) {
        this.cluster = cluster;
        this.evidence = new EvidenceTaking(cluster);
    }

    /** Says from time to time what is still under way. False when the time was up: the inquest will tell what hangs. */
    public boolean await(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        long word = start;
        List<String> missing = missing();
        while (!missing.isEmpty()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                System.out.println("  no rest within " + patience.toSeconds() + " s: " + missing);
                return false;
            }
            if (System.nanoTime() - word > BETWEEN_WORDS.toNanos()) {
                word = System.nanoTime();
                System.out.println("  waiting: " + missing);
            }
            Thread.sleep(BETWEEN_LOOKS);
            missing = missing();
        }
        return true;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String process : cluster.processes()) {
            if (!cluster.isReady(process)) {
                missing.add(process + " is not ready");
            }
        }
        try (Connection coordinator = cluster.database("coordinator");
                Connection registry = cluster.database("registry")) {
            for (String worker : cluster.workers()) {
                missing.addAll(evidence.undelivered(worker));
            }
            missing.addAll(
                    EvidenceTaking.rows(coordinator, UNDER_WAY, row -> row.getBoolean(2) ? "" : row.getString(1)));
            int workers = cluster.size().workers();
            missing.addAll(EvidenceTaking.rows(
                    registry, HELD, row -> row.getBoolean(2) && row.getInt(3) == workers ? "" : row.getString(1)));
        } catch (SQLException | IOException e) {
            missing.add("cannot look: " + e.getMessage());
        }
        missing.removeIf(String::isEmpty);
        return missing;
    }
}
