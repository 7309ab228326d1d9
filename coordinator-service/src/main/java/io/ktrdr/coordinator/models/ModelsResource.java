package io.ktrdr.coordinator.models;

import io.ktrdr.contracts.model.BreakerState;
import io.ktrdr.contracts.model.ModelList;
import io.ktrdr.contracts.model.ModelTest;
import io.ktrdr.contracts.model.ModelView;
import io.ktrdr.contracts.model.ModelsApi;
import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The models as people see and try them. */
final class ModelsResource implements ModelsApi {
    /** A model may think for minutes, and be asked three times; whoever tests it wants to know before. */
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private final ModelChain chain;
    private final MonotonicClock monotonic;

    private final UriInfo uri;

    ModelsResource(ModelChain chain, MonotonicClock monotonic, UriInfo uri) {
        this.chain = chain;
        this.monotonic = monotonic;
        this.uri = uri;
    }

    @Override
    public Uni<ModelList> list() {
        QueryParameters.allowOnly(uri);
        return Uni.createFrom()
                .item(new ModelList(
                        chain.states().stream().map(ModelsResource::view).toList()));
    }

    private static ModelView view(ModelState state) {
        return new ModelView(
                state.name(),
                state.provider(),
                state.model(),
                state.baseUrl().toString(),
                new ModelView.Prices(
                        state.prices().input().doubleValue(),
                        state.prices().output().doubleValue(),
                        state.prices().cacheRead().doubleValue(),
                        state.prices().cacheWrite().doubleValue()),
                switch (state.circuit()) {
                    case CLOSED -> BreakerState.CLOSED;
                    case OPEN -> BreakerState.OPEN;
                    case HALF_OPEN -> BreakerState.HALF_OPEN;
                },
                state.requests().used(),
                orNull(state.requests().limit()),
                state.tokens().used(),
                orNull(state.tokens().limit()),
                state.lastFailure().map(ModelState.Failure::reason).orElse(null));
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    @Override
    public Uni<ModelTest> test(String name) {
        QueryParameters.allowOnly(uri);
        return new Trial(chain, name, LONGEST, monotonic).result();
    }
}
