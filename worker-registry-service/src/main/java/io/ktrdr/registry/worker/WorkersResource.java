package io.ktrdr.registry.worker;

import io.ktrdr.contracts.worker.HealthHistory;
import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.contracts.worker.HeartbeatAnswer;
import io.ktrdr.contracts.worker.RegistrationAccepted;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerRegistration;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.contracts.worker.WorkersApi;
import io.ktrdr.edge.QueryParameters;
import io.ktrdr.registry.input.Checks;
import io.ktrdr.registry.telemetry.Telemetry;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;

final class WorkersResource implements WorkersApi {
    private final Workers workers;
    private final Telemetry telemetry;
    private final UriInfo uri;

    WorkersResource(Workers workers, Telemetry telemetry, UriInfo uri) {
        this.workers = workers;
        this.telemetry = telemetry;
        this.uri = uri;
    }

    @Override
    public Uni<WorkerList> list() {
        QueryParameters.allowOnly(uri);
        return workers.list().map(WorkerList::new);
    }

    @Override
    public Uni<WorkerView> show(String workerId) {
        checkId(workerId);
        return workers.show(workerId);
    }

    @Override
    public Uni<HealthHistory> history(String workerId) {
        checkId(workerId);
        return workers.history(workerId);
    }

    @Override
    public Uni<WorkerView> recover(String workerId) {
        checkId(workerId);
        return workers.recover(workerId);
    }

    @Override
    public Uni<RegistrationAccepted> register(WorkerRegistration registration) {
        WorkerMessages.check(registration);
        return workers.register(registration);
    }

    @Override
    public Uni<HeartbeatAnswer> heartbeat(String workerId, Heartbeat heartbeat) {
        checkId(workerId);
        WorkerMessages.check(heartbeat);
        return workers.heartbeat(workerId, heartbeat)
                .invoke(telemetry::heartbeat)
                .onFailure()
                .invoke(telemetry::heartbeatRefused);
    }

    @Override
    public Uni<WorkerView> drain(String workerId) {
        checkId(workerId);
        return workers.drain(workerId, true);
    }

    @Override
    public Uni<WorkerView> undrain(String workerId) {
        checkId(workerId);
        return workers.drain(workerId, false);
    }

    private static void checkId(String workerId) {
        Checks checks = new Checks();
        checks.workerId("worker_id", workerId);
        checks.refuseIfAny();
    }
}
