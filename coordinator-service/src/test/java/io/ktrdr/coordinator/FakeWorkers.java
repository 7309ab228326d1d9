package io.ktrdr.coordinator;

import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.JobView;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.problem.ProblemCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Workers that take jobs and stop them; what they report the test says. Each has an address of its own. */
public final class FakeWorkers extends FakeServer {
    private final Map<String, Behaviour> behaviours = new HashMap<>();
    private final List<StartJob> starts = new ArrayList<>();
    private final List<String> cancels = new ArrayList<>();
    private final List<String> handBacks = new ArrayList<>();
    private int generation;

    public enum Behaviour {
        OBEYS,
        /** As if the network swallowed the answer. */
        ANSWERS_NOTHING,
        IS_BUSY,
        CANNOT_READ_THE_SPEC,
        DISK_IS_FULL,
        KEEPS_RUNNING_WHEN_CANCELLED,
        KNOWS_NO_SUCH_JOB
    }

    /** New addresses, so that calls which are still under way reach nobody. */
    public synchronized void startOver() {
        generation++;
        behaviours.clear();
        starts.clear();
        cancels.clear();
        handBacks.clear();
    }

    public synchronized String urlOf(String workerId) {
        return url() + "/" + generation + "/" + workerId;
    }

    public synchronized void behaves(String workerId, Behaviour behaviour) {
        behaviours.put(workerId, behaviour);
    }

    public synchronized List<StartJob> starts() {
        return List.copyOf(starts);
    }

    public synchronized List<StartJob> startsAfter(int howMany) {
        return List.copyOf(starts.subList(howMany, starts.size()));
    }

    public synchronized List<StartJob> starts(String claim) {
        return starts.stream().filter(start -> start.claim().equals(claim)).toList();
    }

    /** Claims in the order in which they were to be cancelled. */
    public synchronized List<String> cancels() {
        return List.copyOf(cancels);
    }

    /** Claims in the order in which they were wanted back. */
    public synchronized List<String> handBacks() {
        return List.copyOf(handBacks);
    }

    @Override
    synchronized Object answer(String method, String path, byte[] body) throws IOException {
        String[] parts = path.split("/", -1);
        if (!parts[1].equals(String.valueOf(generation))) {
            return problem(ProblemCode.UNAVAILABLE);
        }
        Behaviour behaviour = behaviours.getOrDefault(parts[2], Behaviour.OBEYS);
        if (path.endsWith("/cancel")) {
            String claim = parts[parts.length - 2];
            cancels.add(claim);
            return cancelled(claim, behaviour);
        }
        if (path.endsWith("/hand-back")) {
            String claim = parts[parts.length - 2];
            handBacks.add(claim);
            return behaviour == Behaviour.KNOWS_NO_SUCH_JOB
                    ? problem(ProblemCode.NOT_FOUND)
                    : new JobView(claim, 1, JobState.RUNNING, 0.5, "stops at its next checkpoint");
        }
        StartJob start = JSON.readValue(body, StartJob.class);
        starts.add(start);
        return started(start, behaviour);
    }

    private static Object started(StartJob start, Behaviour behaviour) {
        return switch (behaviour) {
            case OBEYS, KEEPS_RUNNING_WHEN_CANCELLED, KNOWS_NO_SUCH_JOB ->
                new JobView(start.claim(), start.token(), JobState.RUNNING, 0, "started");
            case ANSWERS_NOTHING -> problem(ProblemCode.UNAVAILABLE);
            case IS_BUSY -> problem(ProblemCode.WORKER_BUSY);
            case CANNOT_READ_THE_SPEC -> problem(ProblemCode.INVALID_REQUEST);
            case DISK_IS_FULL -> problem(ProblemCode.INSUFFICIENT_STORAGE);
        };
    }

    private static Object cancelled(String claim, Behaviour behaviour) {
        return switch (behaviour) {
            case KEEPS_RUNNING_WHEN_CANCELLED -> new JobView(claim, 1, JobState.RUNNING, 0.5, "stopping");
            case ANSWERS_NOTHING -> problem(ProblemCode.UNAVAILABLE);
            case KNOWS_NO_SUCH_JOB -> problem(ProblemCode.NOT_FOUND);
            case OBEYS, IS_BUSY, CANNOT_READ_THE_SPEC, DISK_IS_FULL ->
                new JobView(claim, 1, JobState.CANCELLED, 0.5, "cancelled");
        };
    }
}
