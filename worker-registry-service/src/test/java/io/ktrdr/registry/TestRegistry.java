package io.ktrdr.registry;

import static io.restassured.RestAssured.given;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.contracts.sync.SyncResponse.Granted;
import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.HeartbeatAnswer;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerMeasurements;
import io.ktrdr.contracts.worker.WorkerRegistration;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.contracts.worker.WorkerView;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The registry as workers, coordinator and people meet it, and its tables as time passes over them. */
@Singleton
public class TestRegistry {
    private final DataSource dataSource;
    private final AtomicLong seq = new AtomicLong();

    TestRegistry(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** As on its first start an hour ago. */
    public void startOver() {
        sql("TRUNCATE worker, liveness, incarnation, reservation, ended_job, worker_record, health_sample, alert,"
                + " alert_pending, alert_delivery");
        sql("UPDATE registry_state SET epoch = 0, seq = 0, counter = 0, rebuilding_until = NULL");
        hearsSince(Duration.ofHours(1));
        seq.set(0);
    }

    /** No sweep is late before a test has ended. */
    public void hearsSince(Duration ago) {
        sql(
                "UPDATE hearing SET since = clock_timestamp() - make_interval(secs => ?),"
                        + " swept_at = clock_timestamp() + interval '1 hour'",
                seconds(ago));
    }

    public void lastSweep(Duration ago) {
        sql("UPDATE hearing SET swept_at = clock_timestamp() - make_interval(secs => ?)", seconds(ago));
    }

    public void silentFor(String workerId, Duration silence) {
        sql(
                "UPDATE liveness SET last_heard = clock_timestamp() - make_interval(secs => ?) WHERE worker_id = ?",
                seconds(silence),
                workerId);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    public void registerTraining(String id) {
        register(registration(id, WorkerType.TRAINING, id + "-1", 0)).statusCode(200);
    }

    public void registerBacktest(String id) {
        register(registration(id, WorkerType.BACKTESTING, id + "-1", 0)).statusCode(200);
    }

    public static WorkerRegistration registration(String id, WorkerType type, String incarnation, long mark) {
        return new WorkerRegistration(id, type, incarnation, "http://127.0.0.1:8090", mark, null, "test");
    }

    public ValidatableResponse register(Object registration) {
        return post("/api/v1/workers", registration);
    }

    public ValidatableResponse heartbeat(String id, String incarnation, long mark, @Nullable RunningJob job) {
        return post("/api/v1/workers/" + id + "/heartbeat", new Heartbeat(incarnation, mark, job, false, null, null));
    }

    public HeartbeatAnswer measured(String id, String incarnation, WorkerMeasurements measured) {
        RunningJob job = measured.progressAgeMs() == null ? null : new RunningJob("op_running", 1, false);
        return post("/api/v1/workers/" + id + "/heartbeat", new Heartbeat(incarnation, 0, job, false, null, measured))
                .statusCode(200)
                .extract()
                .as(HeartbeatAnswer.class);
    }

    public List<WorkerView> workers() {
        return given().get("/api/v1/workers")
                .then()
                .statusCode(200)
                .extract()
                .as(WorkerList.class)
                .items();
    }

    public WorkerView worker(String id) {
        return workers().stream()
                .filter(worker -> worker.workerId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public ValidatableResponse trySync(SyncRequest request) {
        return post("/api/v1/sync", request);
    }

    public SyncResponse sync(List<Held> held, List<Ended> ended, String... wantTraining) {
        return trySync(request(1, seq.incrementAndGet(), held, ended, wantTraining))
                .statusCode(200)
                .extract()
                .as(SyncResponse.class);
    }

    public static SyncRequest request(
            long epoch, long seq, List<Held> held, List<Ended> ended, String... wantTraining) {
        List<Wanted> line = List.of(wantTraining).stream()
                .map(claim -> new Wanted(claim, List.of()))
                .toList();
        return new SyncRequest(epoch, seq, 0, held, ended, new PerWorkerType<>(line, List.of()));
    }

    public static Held held(Granted grant) {
        return new Held(grant.claim(), grant.workerId(), grant.incarnation(), grant.token());
    }

    public ValidatableResponse post(String path, @Nullable Object body) {
        var request = given().contentType(ContentType.JSON);
        return (body == null ? request : request.body(body)).post(path).then();
    }

    public void sql(String statement, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = prepare(connection, statement, parameters)) {
            prepared.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long number(String query, Object... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = prepare(connection, query, parameters);
                ResultSet rows = prepared.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String statement, Object... parameters)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, parameters[i]);
        }
        return prepared;
    }
}
