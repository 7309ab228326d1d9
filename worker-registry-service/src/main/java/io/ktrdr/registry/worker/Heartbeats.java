package io.ktrdr.registry.worker;

import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.database.Database;
import io.ktrdr.registry.worker.HeartbeatStore.Speaker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Takes heartbeats together: while one statement is on its way, those that arrive wait for the next one. An idle registry writes
 * each at once, a busy one many at a time; the number of statements does not grow with the number of workers.
 */
@Singleton
final class Heartbeats {
    private static final int LARGEST_BATCH = 1000;

    private final Function<Map<Speaker, Heartbeat>, Uni<Map<Speaker, Heard>>> write;

    /** Guarded by this, as {@link #writing}. */
    private final Deque<Said> waiting = new ArrayDeque<>();

    private boolean writing;

    @Inject
    Heartbeats(Database database, HeartbeatStore store) {
        this(said -> database.statement(client -> store.write(client, said)));
    }

    Heartbeats(Function<Map<Speaker, Heartbeat>, Uni<Map<Speaker, Heard>>> write) {
        this.write = write;
    }

    private record Said(Speaker speaker, Heartbeat heartbeat, UniEmitter<? super Heard> listener) {}

    Uni<Heard> take(String workerId, Heartbeat heartbeat) {
        Speaker speaker = new Speaker(workerId, heartbeat.incarnation());
        return Uni.createFrom().emitter(listener -> {
            synchronized (this) {
                waiting.add(new Said(speaker, heartbeat, listener));
            }
            writeNext();
        });
    }

    private void writeNext() {
        List<Said> batch = nextBatch();
        if (batch.isEmpty()) {
            return;
        }
        Map<Speaker, Heartbeat> said = new LinkedHashMap<>();
        batch.forEach(one -> said.put(one.speaker(), one.heartbeat()));
        Uni.createFrom()
                .deferred(() -> write.apply(said))
                .subscribe()
                .with(
                        heard -> {
                            written();
                            batch.forEach(
                                    one -> one.listener().complete(Objects.requireNonNull(heard.get(one.speaker()))));
                        },
                        failure -> {
                            written();
                            batch.forEach(one -> one.listener().fail(failure));
                        });
    }

    /** Empty while one is being written. What one speaker says twice stays apart: the later word must be the last. */
    private synchronized List<Said> nextBatch() {
        if (writing || waiting.isEmpty()) {
            return List.of();
        }
        Map<Speaker, Said> batch = new HashMap<>();
        List<Said> later = new ArrayList<>();
        while (!waiting.isEmpty() && batch.size() < LARGEST_BATCH) {
            Said said = waiting.remove();
            if (batch.putIfAbsent(said.speaker(), said) != null) {
                later.add(said);
            }
        }
        later.reversed().forEach(waiting::addFirst);
        writing = true;
        return List.copyOf(batch.values());
    }

    private void written() {
        synchronized (this) {
            writing = false;
        }
        writeNext();
    }
}
