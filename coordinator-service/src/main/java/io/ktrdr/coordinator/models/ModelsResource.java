package io.ktrdr.coordinator.models;

import io.ktrdr.contracts.BreakerState;
import io.ktrdr.contracts.languagemodel.LanguageModelList;
import io.ktrdr.contracts.languagemodel.LanguageModelTrial;
import io.ktrdr.contracts.languagemodel.LanguageModelView;
import io.ktrdr.contracts.languagemodel.LanguageModelsApi;
import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.edge.QueryParameters;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The models as people see and try them. */
final class ModelsResource implements LanguageModelsApi {
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
    public Uni<LanguageModelList> list() {
        QueryParameters.allowOnly(uri);
        return Uni.createFrom()
                .item(new LanguageModelList(
                        chain.states().stream().map(ModelsResource::view).toList()));
    }

    private static LanguageModelView view(ModelState state) {
        return new LanguageModelView(
                state.name(),
                state.provider(),
                state.model(),
                state.baseUrl().toString(),
                new LanguageModelView.Prices(
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
    public Uni<LanguageModelTrial> test(String name) {
        QueryParameters.allowOnly(uri);
        return new Trial(chain, name, LONGEST, monotonic).result();
    }
}
