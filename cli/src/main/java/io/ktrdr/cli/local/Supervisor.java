package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Starts a home's processes, adopts those that are there already, and keeps them running until it is told to stop. Its own
 * end by {@code kill -9} leaves them running.
 */
final class Supervisor {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration BETWEEN_FIRST_LOOKS = Duration.ofMillis(50);
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    private static final Duration WORKERS_PATIENCE = Duration.ofSeconds(10);

    private final Home home;
    private final Readiness readiness;
    private final List<Child> children;
    private final Consumer<String> say;
    private final SickWorkers sick;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Child> startedHere = new ArrayList<>();

    Supervisor(Home home, PostgresServer postgres, List<ProcessPlan> plans, Consumer<String> say) {
        this(home, postgres, plans, Backoff::new, say);
    }

    /** @param backoffs how long each process waits to be started again */
    Supervisor(
            Home home,
            PostgresServer postgres,
            List<ProcessPlan> plans,
            Supplier<Backoff> backoffs,
            Consumer<String> say) {
        this.home = home;
        this.readiness = new Readiness(postgres);
        this.children = plans.stream()
                .map(plan -> new Child(home, plan, backoffs.get()))
                .toList();
        this.say = say;
        this.sick = new SickWorkers(only(ServiceKind.REGISTRY).getFirst().plan().port());
    }

    /** Returns when every process is ready; stops what it started when one cannot. */
    void start() {
        enter(ProcessState.STARTING);
        try {
            adopt();
            List<Child> missing =
                    children.stream().filter(child -> !child.isAlive()).toList();
            missing.forEach(
                    child -> Ports.requireFree(child.plan().port(), child.plan().name()));
            Child postgres = children.getFirst();
            startUnlessAlive(List.of(postgres));
            awaitReady(List.of(postgres));
            startUnlessAlive(children);
            awaitReady(children);
            awaitWorkersKnown();
        } catch (CommandFailure failure) {
            shutDown(startedHere);
            throw failure;
        }
        enter(ProcessState.RUNNING);
    }

    /** Until asked to stop; then all are stopped in order. */
    void watch() {
        try (sick) {
            sick.start();
            while (!isStopAsked(BETWEEN_LOOKS)) {
                children.forEach(this::look);
            }
            enter(ProcessState.STOPPING);
            shutDown(children);
        } finally {
            // also when the home cannot be written any more: who asked for the stop must not wait for nothing
            stopped.countDown();
        }
    }

    /** Asks for the stop and waits for its end. */
    void stop() {
        stopAsked.countDown();
        try {
            stopped.await(2, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Child child) {
        try {
            sick.verdictOn(child.plan()).ifPresent(verdict -> child.terminate(verdict, System.nanoTime(), say));
            child.look(readiness, System.nanoTime(), say);
        } catch (CommandFailure e) {
            // a full disk or a missing program: the others go on, and it is tried again at the next look
            say.accept(e.getMessage());
        }
    }

    private void adopt() {
        List<RunningProcess> found =
                home.processes().stream().filter(RunningProcess::isAlive).toList();
        for (Child child : children) {
            found.stream()
                    .filter(process -> process.name().equals(child.plan().name()))
                    .forEach(process -> child.adopt(process, System.nanoTime()));
        }
        if (!found.isEmpty()) {
            say.accept("Adopted what an earlier supervisor left running: "
                    + found.stream().map(RunningProcess::name).collect(Collectors.joining(", ")));
        }
    }

    private void startUnlessAlive(List<Child> wanted) {
        for (Child child : wanted) {
            if (!child.isAlive()) {
                startedHere.add(child);
                child.start(System.nanoTime());
            }
        }
    }

    private void awaitReady(List<Child> wanted) {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (true) {
            boolean allReady = true;
            for (Child child : wanted) {
                if (!child.isReady()) {
                    if (!child.isAlive()) {
                        throw notStarted(child, child.plan().name() + " ended while it started");
                    }
                    child.look(readiness, System.nanoTime(), say);
                    allReady &= child.isReady();
                }
            }
            if (allReady) {
                return;
            }
            if (System.nanoTime() > deadline) {
                Child late = wanted.stream()
                        .filter(child -> !child.isReady())
                        .findFirst()
                        .orElseThrow();
                throw notStarted(
                        late, late.plan().name() + " was not ready within " + START_PATIENCE.toSeconds() + " s");
            }
            if (isStopAsked(BETWEEN_FIRST_LOOKS)) {
                throw new CommandFailure(ExitCode.INTERRUPTED, "Stopped while starting");
            }
        }
    }

    /** No reason to fail: a coordinator that hears of its workers late only lets fewer researches in until then. */
    private void awaitWorkersKnown() {
        int port = only(ServiceKind.COORDINATOR).getFirst().plan().port();
        int training = only(ServiceKind.TRAINING).size();
        int backtesting = only(ServiceKind.BACKTEST).size();
        long deadline = System.nanoTime() + WORKERS_PATIENCE.toNanos();
        while (!readiness.knowsWorkers(port, training, backtesting) && System.nanoTime() < deadline) {
            if (isStopAsked(BETWEEN_FIRST_LOOKS)) {
                throw new CommandFailure(ExitCode.INTERRUPTED, "Stopped while starting");
            }
        }
    }

    private List<Child> only(ServiceKind kind) {
        return children.stream().filter(child -> child.plan().kind() == kind).toList();
    }

    private static CommandFailure notStarted(Child child, String what) {
        String words = String.join("\n  ", child.lastWords());
        return new CommandFailure(
                ExitCode.FAULT,
                what + "; its log " + child.plan().log() + " says:\n  " + (words.isEmpty() ? "(nothing)" : words));
    }

    private void shutDown(List<Child> which) {
        if (which.stream().anyMatch(Child::isAlive)) {
            say.accept("Stopping ...");
        }
        new Shutdown(home, say)
                .of(which.stream()
                        .map((Function<Child, @Nullable RunningProcess>) Child::process)
                        .filter(Objects::nonNull)
                        .toList());
        home.forget(Home.SUPERVISOR);
        stopped.countDown();
    }

    private void enter(ProcessState state) {
        long pid = ProcessHandle.current().pid();
        home.save(new RunningProcess(
                Home.SUPERVISOR,
                pid,
                ProcessBirth.of(pid).orElseThrow(() -> new IllegalStateException("this process lives")),
                0,
                state));
    }

    private boolean isStopAsked(Duration within) {
        try {
            return stopAsked.await(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
