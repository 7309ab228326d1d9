package io.ktrdr.coordinator.tick;

import io.ktrdr.contracts.PerWorkerType;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.sync.SyncApi;
import io.ktrdr.contracts.sync.SyncRequest;
import io.ktrdr.contracts.sync.SyncRequest.Ended;
import io.ktrdr.contracts.sync.SyncRequest.Held;
import io.ktrdr.contracts.sync.SyncRequest.Wanted;
import io.ktrdr.contracts.sync.SyncResponse;
import io.ktrdr.contracts.sync.SyncResponse.PoolSize;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.coordinator.research.Executor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one call of a tick to the registry; skipped while it would say what it said a moment ago. */
@Singleton
final class SyncExchange {
    private static final Logger LOG = Logger.getLogger(SyncExchange.class);
    /** Claims asked for beyond the size of the pool, for workers that register meanwhile. */
    private static final int MARGIN = 4;

    private final SyncApi registry;
    private final TickConfig config;
    private final Clock clock;

    // touched by the tick only, which is single-flight
    private long epoch;
    private long seq;
    private @Nullable SyncRequest lastContent;
    private Instant lastSent = Instant.EPOCH;
    private PerWorkerType<PoolSize> pool = PerWorkerType.of(type -> new PoolSize(0, 0));
    private Optional<Boolean> answers = Optional.empty();

    SyncExchange(SyncApi registry, TickConfig config, Clock clock) {
        this.registry = registry;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Empty when the registry did not answer or was not asked: who needs a worker waits.
     *
     * @throws RegistryAhead through the Uni
     */
    Uni<Optional<SyncResponse>> run(long currentEpoch, List<Reserved> reserved, Line line) {
        SyncRequest content = content(reserved, line);
        Instant now = clock.instant();
        boolean unchanged = currentEpoch == epoch && content.equals(lastContent);
        if (unchanged && now.isBefore(lastSent.plus(config.syncInterval()))) {
            return Uni.createFrom().item(Optional.empty());
        }
        seq = currentEpoch == epoch ? seq + 1 : 1;
        epoch = currentEpoch;
        lastSent = now;
        SyncRequest request =
                new SyncRequest(epoch, seq, content.maxToken(), content.held(), content.ended(), content.want());
        return registry.sync(request)
                .ifNoItem()
                .after(config.syncTimeout())
                .fail()
                .invoke(answer -> answered(content, answer))
                .map(Optional::of)
                .onFailure()
                .recoverWithUni(this::notAnswered);
    }

    private Uni<Optional<SyncResponse>> notAnswered(Throwable failure) {
        lastContent = null;
        if (failure instanceof ProblemException refusal && refusal.code() == ProblemCode.STALE_SYNC) {
            Problem.StoredSync stored = refusal.problem().stored();
            if (stored != null) {
                return Uni.createFrom().failure(new RegistryAhead(stored.epoch()));
            }
        }
        unreachable(failure);
        return Uni.createFrom().item(Optional.empty());
    }

    /** The registry has heard a coordinator of a higher epoch: this one was overtaken, or restored from a backup. */
    static final class RegistryAhead extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final long storedEpoch;

        RegistryAhead(long storedEpoch) {
            super("the registry has heard epoch " + storedEpoch, null, false, false);
            this.storedEpoch = storedEpoch;
        }

        long storedEpoch() {
            return storedEpoch;
        }
    }

    /** Whether it did when it was last asked; empty when it never was. */
    Optional<Boolean> answers() {
        return answers;
    }

    /** What was granted was not written: it has to be heard again. */
    void hearAgain() {
        lastContent = null;
    }

    private SyncRequest content(List<Reserved> reserved, Line line) {
        List<Held> held = reserved.stream()
                .filter(child -> !child.ended())
                .map(child -> new Held(
                        child.claim(),
                        child.assignment().workerId(),
                        child.assignment().incarnation(),
                        child.assignment().token()))
                .toList();
        List<Ended> ended = reserved.stream()
                .filter(Reserved::ended)
                .map(child -> new Ended(child.claim(), child.assignment().token(), child.how()))
                .toList();
        long maxToken = reserved.stream()
                .mapToLong(child -> child.assignment().token())
                .max()
                .orElse(0);
        return new SyncRequest(0, 0, maxToken, held, ended, PerWorkerType.of(type -> wanted(line, type)));
    }

    private List<Wanted> wanted(Line line, WorkerType type) {
        return line.first(executorOf(type), pool.get(type).total() + MARGIN).stream()
                .map(place -> new Wanted(place.claim(), place.avoid()))
                .toList();
    }

    private static Executor executorOf(WorkerType type) {
        return switch (type) {
            case TRAINING -> Executor.TRAINING;
            case BACKTESTING -> Executor.BACKTESTING;
        };
    }

    private void answered(SyncRequest content, SyncResponse answer) {
        lastContent = content;
        pool = answer.pool();
        if (answers.equals(Optional.of(false))) {
            LOG.info("The worker registry answers again");
        }
        answers = Optional.of(true);
    }

    private void unreachable(Throwable failure) {
        if (!answers.equals(Optional.of(false))) {
            answers = Optional.of(false);
            LOG.warnf("The worker registry does not answer; who needs a worker waits: %s", failure.toString());
        }
    }
}
