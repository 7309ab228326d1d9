package io.ktrdr.cli.session;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.alert.AlertsApi;
import io.ktrdr.contracts.artifact.ArtifactsApi;
import io.ktrdr.contracts.audit.AuditApi;
import io.ktrdr.contracts.budget.BudgetApi;
import io.ktrdr.contracts.dataset.DatasetsApi;
import io.ktrdr.contracts.languagemodel.LanguageModelsApi;
import io.ktrdr.contracts.lock.LocksApi;
import io.ktrdr.contracts.memory.MemoryApi;
import io.ktrdr.contracts.operation.OperationsApi;
import io.ktrdr.contracts.pool.PoolApi;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.research.AgentApi;
import io.ktrdr.contracts.research.ResearchesApi;
import io.ktrdr.contracts.task.TasksApi;
import io.ktrdr.contracts.trial.TrialsApi;
import io.ktrdr.contracts.worker.WorkersApi;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The services of one ktrdr, as this invocation talks to them. */
public final class Services {
    private static final int CONNECT_SECONDS = 2;
    private static final int READ_SECONDS = 10;
    /** An import of millions of bars, a look at everything, or a model takes longer than an answer from memory. */
    private static final int LONG_READ_SECONDS = 60;

    private static final Duration BACKSTOP = Duration.ofSeconds(CONNECT_SECONDS + LONG_READ_SECONDS + 5L);
    /** After this no further coordinator is asked: enough for six that accept a connection and then say nothing. */
    private static final Duration ROUND = Duration.ofSeconds(CONNECT_SECONDS + LONG_READ_SECONDS + 3L);

    private final Coordinators coordinators;
    private final ObjectMapper json;
    private final Map<Endpoint, Object> clients = new HashMap<>();

    private record Endpoint(Class<?> api, URI base) {}

    Services(Coordinators coordinators, ObjectMapper json) {
        this.coordinators = coordinators;
        this.json = json;
    }

    public Coordinators coordinators() {
        return coordinators;
    }

    public AgentApi agent() {
        return client(AgentApi.class, coordinators.current(), READ_SECONDS);
    }

    public AuditApi audit() {
        return client(AuditApi.class, coordinators.current(), LONG_READ_SECONDS);
    }

    public BudgetApi budget() {
        return client(BudgetApi.class, coordinators.current(), READ_SECONDS);
    }

    public OperationsApi operations() {
        return client(OperationsApi.class, coordinators.current(), READ_SECONDS);
    }

    public MemoryApi memory() {
        return client(MemoryApi.class, coordinators.current(), READ_SECONDS);
    }

    public ResearchesApi researches() {
        return client(ResearchesApi.class, coordinators.current(), READ_SECONDS);
    }

    /** A leaderboard is computed when it is asked for. */
    public TrialsApi trials() {
        return client(TrialsApi.class, coordinators.current(), LONG_READ_SECONDS);
    }

    public DatasetsApi datasets() {
        return client(DatasetsApi.class, coordinators.current(), LONG_READ_SECONDS);
    }

    public ArtifactsApi artifacts() {
        return client(ArtifactsApi.class, coordinators.current(), READ_SECONDS);
    }

    public TasksApi tasks() {
        return client(TasksApi.class, coordinators.current(), READ_SECONDS);
    }

    public PoolApi pool() {
        return client(PoolApi.class, coordinators.current(), READ_SECONDS);
    }

    public LocksApi locks() {
        return client(LocksApi.class, coordinators.current(), READ_SECONDS);
    }

    public AlertsApi alerts() {
        return client(AlertsApi.class, coordinators.current(), READ_SECONDS);
    }

    public LanguageModelsApi models() {
        return client(LanguageModelsApi.class, coordinators.current(), LONG_READ_SECONDS);
    }

    public WorkersApi workersOf(URI registry) {
        return client(WorkersApi.class, registry, READ_SECONDS);
    }

    /**
     * The answer of the first coordinator that has one. The call may be sent several times: it only reads, or it names what
     * it asks for, so that asking again does nothing twice.
     *
     * @param call made anew for each coordinator, by the clients of this object
     * @throws CommandFailure   when none can be reached
     * @throws ProblemException when one refuses, or those that can be reached are not ready
     */
    public <T> T answer(Supplier<Uni<T>> call) {
        return answer(call, refused -> {
            throw refused;
        });
    }

    /**
     * The same for a call that is refused once it is done.
     *
     * @param refusedAfterDoubt what a refusal means when an earlier attempt may have been the one that did it; throws it
     *     when it is a refusal all the same
     */
    public <T> T answer(Supplier<Uni<T>> call, Function<ProblemException, T> refusedAfterDoubt) {
        long start = System.nanoTime();
        boolean doubt = false;
        @Nullable ProblemException notReady = null;
        for (int asked = 0; asked < coordinators.count(); asked++) {
            if (System.nanoTime() - start > ROUND.toNanos()) {
                break;
            }
            switch (Attempt.of(call.get(), BACKSTOP)) {
                case Attempt.Answered<T> answer -> {
                    coordinators.answered();
                    return answer.value();
                }
                case Attempt.Refused<T> refusal -> {
                    coordinators.answered();
                    if (doubt) {
                        return refusedAfterDoubt.apply(refusal.problem());
                    }
                    throw refusal.problem();
                }
                case Attempt.NotReady<T> answer -> {
                    // it may have lost its database after the commit
                    doubt = true;
                    notReady = answer.problem();
                }
                case Attempt.Unanswered<T> silence -> doubt |= silence.sent();
            }
            coordinators.next();
        }
        throw notReady == null ? coordinators.unreachable() : notReady;
    }

    /** The answer of one service that has no second. */
    public <T> T answer(Uni<T> call, URI service) {
        return switch (Attempt.of(call, BACKSTOP)) {
            case Attempt.Answered<T> answer -> answer.value();
            case Attempt.Refused<T> refusal -> throw refusal.problem();
            case Attempt.NotReady<T> answer -> throw answer.problem();
            case Attempt.Unanswered<T> silence -> throw CommandFailure.unreachable(service.toString());
        };
    }

    private <T> T client(Class<T> api, URI base, int readSeconds) {
        return api.cast(clients.computeIfAbsent(
                new Endpoint(api, base),
                endpoint -> QuarkusRestClientBuilder.newBuilder()
                        .baseUri(base)
                        .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(readSeconds, TimeUnit.SECONDS)
                        .register(new Problems(json))
                        .build(api)));
    }
}
