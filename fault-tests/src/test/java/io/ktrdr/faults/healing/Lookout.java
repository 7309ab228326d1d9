package io.ktrdr.faults.healing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.worker.WorkerList;
import io.ktrdr.contracts.worker.WorkerState;
import io.ktrdr.contracts.worker.WorkerView;
import io.ktrdr.faults.cluster.Cluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Sees what anybody can see: the registry's list of workers, several times a second, and what the supervisor says. Notes
 * whether a worker that is not well was ever given work.
 */
final class Lookout implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Set<WorkerState> ILL = EnumSet.of(
            WorkerState.TIMEOUT, WorkerState.ERROR, WorkerState.RECOVERY, WorkerState.BACKOFF, WorkerState.FAILED);

    /** @param at as of {@link System#nanoTime} */
    private record Word(long at, String text) {}

    /**
     * @param at        when it was asked for
     * @param wellSince since when nothing has been wrong with it
     * @param jobSince  since when it has had the job that it has
     */
    record Sight(long at, WorkerView worker, long wellSince, long jobSince) {}

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final ObjectMapper json = new ObjectMapper();
    private final List<Word> words = new CopyOnWriteArrayList<>();
    private final Map<String, Sight> sights = new ConcurrentHashMap<>();
    private final Map<String, Long> highestOfIll = new HashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** A word of the supervisor, about the process that it begins with. */
    void heard(String word) {
        System.out.println("  supervisor: " + word);
        words.add(new Word(System.nanoTime(), word));
    }

    void start(Cluster cluster) {
        HttpRequest question = HttpRequest.newBuilder(
                        cluster.directUrl("registry").resolve("/api/v1/workers"))
                .timeout(Duration.ofSeconds(2))
                .build();
        Thread.ofPlatform().name("lookout").daemon().start(() -> run(question));
    }

    private void run(HttpRequest question) {
        try {
            while (!closed) {
                look(question);
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(HttpRequest question) throws InterruptedException {
        long now = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(question, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                json.readValue(answer.body(), WorkerList.class).items().forEach(worker -> see(worker, now));
            }
        } catch (IOException e) {
            // away, as somebody has it
        }
    }

    private void see(WorkerView worker, long now) {
        Sight before = sights.get(worker.workerId());
        long wellSince = before == null || trouble(worker).isPresent() ? now : before.wellSince();
        long jobSince = before == null || tokenOf(before.worker()) != tokenOf(worker) ? now : before.jobSince();
        sights.put(worker.workerId(), new Sight(now, worker, wellSince, jobSince));
        requireNoWorkWhileIll(worker);
    }

    private void requireNoWorkWhileIll(WorkerView worker) {
        if (!ILL.contains(worker.state())) {
            highestOfIll.remove(worker.workerId());
            return;
        }
        long token = worker.token() == null ? 0 : worker.token();
        Long allowed = highestOfIll.putIfAbsent(worker.workerId(), token == 0 ? tokenOf(worker) : token);
        if (allowed != null && token > allowed) {
            highestOfIll.put(worker.workerId(), token);
            violations.add(worker.workerId() + " was given " + worker.currentOperationId() + " while it was "
                    + worker.state().wireName());
        }
    }

    /** Of the job it was given or runs, 0 for none. */
    static long tokenOf(WorkerView worker) {
        long given = worker.token() == null ? 0 : worker.token();
        return worker.job() == null ? given : Math.max(given, worker.job().token());
    }

    /** What the registry says is wrong; empty while it is well. */
    static Optional<String> trouble(WorkerView worker) {
        if (ILL.contains(worker.state())) {
            return Optional.of("state " + worker.state().wireName());
        }
        if (worker.lost()) {
            return Optional.of("lost");
        }
        return worker.obstacle() == null ? Optional.empty() : Optional.of("obstacle");
    }

    /** True when the supervisor has said something about this process since then. */
    boolean hasHeardOf(String process, long since) {
        return words.stream()
                .anyMatch(word -> word.at() > since
                        && (word.text().startsWith(process + " ") || word.text().startsWith(process + ":")));
    }

    /** The last sight of it; empty when it was never seen. */
    Optional<Sight> of(String worker) {
        return Optional.ofNullable(sights.get(worker));
    }

    List<Sight> all() {
        return List.copyOf(sights.values());
    }

    /** The first sight of it that is so; empty when the time was up. */
    Optional<Sight> await(String worker, Duration patience, Predicate<Sight> wanted) {
        boolean came = Cluster.await(patience, () -> of(worker).filter(wanted).isPresent());
        return came ? of(worker) : Optional.empty();
    }

    /** Workers that were given work although they were not well. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void close() {
        closed = true;
    }
}
