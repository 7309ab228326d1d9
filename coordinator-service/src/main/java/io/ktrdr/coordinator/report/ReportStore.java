package io.ktrdr.coordinator.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.CheckpointReport;
import io.ktrdr.contracts.job.Failure;
import io.ktrdr.contracts.job.ProgressReport;
import io.ktrdr.contracts.job.ResultReport;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.artifact.ArtifactStore;
import io.ktrdr.coordinator.operation.OperationSql;
import io.ktrdr.coordinator.telemetry.Measurement;
import io.ktrdr.coordinator.telemetry.Telemetry;
import io.ktrdr.coordinator.wake.WakeUp;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what a worker reports, to its child operation only. The token decides whose word counts. */
@Singleton
final class ReportStore {
    private final Database database;
    private final ArtifactStore artifacts;
    private final WakeUp wakeUp;
    private final Telemetry telemetry;

    ReportStore(Database database, ArtifactStore artifacts, WakeUp wakeUp, Telemetry telemetry) {
        this.database = database;
        this.artifacts = artifacts;
        this.wakeUp = wakeUp;
        this.telemetry = telemetry;
    }

    /** False when it came out of order. */
    Uni<Boolean> progress(String claim, ProgressReport report) {
        Tuple values = Tuple.tuple()
                .addString(claim)
                .addString(report.workerId())
                .addString(report.incarnation())
                .addLong(report.token())
                .addLong(report.step())
                .addDouble(report.fraction())
                .addString(report.message());
        return database.execute(OperationSql.PROGRESS, values)
                .map(rows -> first(rows).orElseThrow(() -> stale(claim)).getBoolean("written"));
    }

    Uni<Void> checkpoint(String claim, CheckpointReport report) {
        Tuple values = Tuple.of(
                claim,
                report.workerId(),
                report.incarnation(),
                report.token(),
                report.checkpoint().artifact(),
                report.checkpoint().step());
        return requireArtifacts(List.of(report.checkpoint().artifact()))
                .chain(() -> database.execute(OperationSql.CHECKPOINT, values))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw stale(claim);
                    }
                })
                .replaceWithVoid();
    }

    /** The first end of a job is written; the same one again is acknowledged; any other is stale. */
    Uni<Void> result(String claim, ResultReport report) {
        return requireArtifacts(report.artifacts())
                .chain(() -> database.transaction(connection -> job(connection, claim)
                        .invoke(job -> requireSameSpec(claim, job, report))
                        .chain(() -> write(connection, claim, report))
                        .chain(ended -> ended.isEmpty()
                                ? alreadyOver(connection, claim, report).map(same -> new Written(same, ended))
                                : notified(connection).replaceWith(new Written(true, ended)))))
                .invoke(wakeUp::now)
                .invoke(written -> {
                    telemetry.tell(written.ended());
                    if (!written.accepted()) {
                        throw stale(claim);
                    }
                })
                .replaceWithVoid();
    }

    /** @param ended what came to an end with it; nothing when it was over before */
    private record Written(boolean accepted, List<Measurement> ended) {}

    private Uni<Void> requireArtifacts(List<String> named) {
        return artifacts
                .missing(named)
                .invoke(missing -> {
                    if (!missing.isEmpty()) {
                        throw new ProblemException(
                                ProblemCode.ARTIFACT_MISSING, "Upload first: " + String.join(", ", missing));
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Row> job(SqlConnection connection, String claim) {
        return connection
                .preparedQuery(OperationSql.JOB)
                .execute(Tuple.of(claim))
                .map(rows -> first(rows).orElseThrow(() -> ProblemException.notFound("operation", claim)));
    }

    private static void requireSameSpec(String claim, Row job, ResultReport report) {
        String expected = job.getString("spec_sha256");
        if (expected == null || !expected.equals(report.specSha256())) {
            throw new ProblemException(ProblemCode.SPEC_MISMATCH, claim + " has another spec");
        }
    }

    private static Uni<List<Measurement>> write(SqlConnection connection, String claim, ResultReport report) {
        Failure failure = report.failure();
        Tuple values = Tuple.tuple()
                .addString(claim)
                .addString(report.workerId())
                .addString(report.incarnation())
                .addLong(report.token())
                .addString(report.state().wireName())
                .addString(text(report.result()))
                .addString(failure == null ? null : failure.failureClass().wireName())
                .addString(failure == null ? null : failure.code())
                .addString(failure == null ? null : failure.message());
        return connection
                .preparedQuery(OperationSql.REPORT_RESULT)
                .execute(values)
                .map(Measurement::of);
    }

    private static Uni<Void> notified(SqlConnection connection) {
        return connection.query(OperationSql.NOTIFY).execute().replaceWithVoid();
    }

    /** True for a report that was accepted before. Whatever came first stays, but the worker has said that it is free. */
    private static Uni<Boolean> alreadyOver(SqlConnection connection, String claim, ResultReport report) {
        return job(connection, claim).chain(job -> {
            if (!isFrom(job, report)) {
                return Uni.createFrom().item(false);
            }
            boolean same = job.getString("status").equals(report.state().wireName());
            return confirmEnd(connection, claim, report).replaceWith(same);
        });
    }

    private static Uni<Void> confirmEnd(SqlConnection connection, String claim, ResultReport report) {
        return connection
                .preparedQuery(OperationSql.WORKER_CONFIRMED_END)
                .execute(Tuple.of(claim, report.token()))
                .replaceWithVoid();
    }

    private static boolean isFrom(Row job, ResultReport report) {
        Long token = job.getLong("token");
        return token != null
                && token == report.token()
                && report.workerId().equals(job.getString("worker_id"))
                && report.incarnation().equals(job.getString("incarnation"));
    }

    private ProblemException stale(String claim) {
        telemetry.fencedReport();
        return new ProblemException(ProblemCode.STALE_TOKEN, claim + " is over, or belongs to another token");
    }

    private static @Nullable String text(@Nullable JsonNode json) {
        return json == null || json.isNull() ? null : json.toString();
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
