package io.ktrdr.coordinator.audit;

import io.ktrdr.contracts.audit.Finding;
import io.ktrdr.contracts.worker.RunningJob;
import io.ktrdr.contracts.worker.WorkerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the coordinator relies on beside what the registry has promised and what workers say they run. Pure. */
final class Reservations {
    static final Rule UNHELD =
            new Rule("reservation_unheld", "The registry keeps a worker reserved for what nobody holds.");
    static final Rule MISSING =
            new Rule("reservation_missing", "An operation relies on a reservation that the registry does not have.");
    static final Rule DIFFERENT =
            new Rule("reservation_differs", "An operation relies on another reservation than the registry has for it.");
    static final Rule RUNS_ENDED = new Rule("worker_runs_ended", "A worker runs a job of an operation that is over.");
    static final Rule RUNS_UNHELD = new Rule("worker_runs_unheld", "A worker runs a job that nobody holds.");

    static final List<Rule> RULES = List.of(UNHELD, MISSING, DIFFERENT, RUNS_ENDED, RUNS_UNHELD);

    private final Map<String, Job> jobs;
    private final Map<String, WorkerView> reserved;
    private final List<WorkerView> workers;

    Reservations(List<Job> jobs, List<WorkerView> workers) {
        this.jobs = jobs.stream().collect(Collectors.toMap(Job::id, Function.identity()));
        this.reserved = workers.stream()
                .filter(worker -> worker.currentOperationId() != null)
                .collect(Collectors.toMap(
                        worker -> Objects.requireNonNull(worker.currentOperationId()), Function.identity()));
        this.workers = workers;
    }

    /** The claims that have to be known for the comparison. */
    static String[] claims(List<WorkerView> workers) {
        return workers.stream()
                .flatMap(worker -> Stream.of(
                        worker.currentOperationId(),
                        worker.job() == null ? null : worker.job().claim()))
                .filter(Objects::nonNull)
                .distinct()
                .toArray(String[]::new);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        jobs.values().stream().filter(Job::isOpen).forEach(job -> reliedUpon(job, findings));
        workers.forEach(worker -> {
            promised(worker, findings);
            running(worker, findings);
        });
        return findings;
    }

    private void reliedUpon(Job job, List<Finding> findings) {
        WorkerView worker = reserved.get(job.id());
        if (worker == null) {
            findings.add(MISSING.broken(job.id(), "%s with token %d".formatted(job.workerId(), job.token())));
        } else if (!isOf(job, worker)) {
            findings.add(DIFFERENT.broken(
                    job.id(),
                    "%s with token %d; in the registry %s with token %d"
                            .formatted(job.workerId(), job.token(), worker.workerId(), worker.token())));
        }
    }

    private static boolean isOf(Job job, WorkerView worker) {
        return worker.token() != null && job.holds(worker.workerId(), worker.token());
    }

    private void promised(WorkerView worker, List<Finding> findings) {
        String claim = worker.currentOperationId();
        if (claim == null) {
            return;
        }
        Job job = jobs.get(claim);
        // one that is open and differs has been found from its own side
        if (job == null || !job.isOpen() && !isOf(job, worker)) {
            findings.add(UNHELD.broken(
                    claim,
                    "%s with token %d; the operation %s".formatted(worker.workerId(), worker.token(), known(job))));
        }
    }

    private void running(WorkerView worker, List<Finding> findings) {
        RunningJob running = worker.job();
        if (running == null || running.completing()) {
            // a result that is on its way is taken whenever it comes, and refused when it is too late
            return;
        }
        Job job = jobs.get(running.claim());
        boolean over = job != null && job.status().isTerminal();
        if (over || job == null || !job.holds(worker.workerId(), running.token())) {
            findings.add((over ? RUNS_ENDED : RUNS_UNHELD)
                    .broken(
                            running.claim(),
                            "%s with token %d; the operation %s"
                                    .formatted(worker.workerId(), running.token(), known(job))));
        }
    }

    private static String known(@Nullable Job job) {
        return job == null
                ? "does not exist"
                : "is " + job.status().wireName() + ", its reservation " + job.reservation()
                        + (job.token() == null ? "" : " with token " + job.token());
    }
}
