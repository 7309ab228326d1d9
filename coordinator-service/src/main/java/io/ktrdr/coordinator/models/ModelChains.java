package io.ktrdr.coordinator.models;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Puts together the models of the configured file, at start: a mistake in it is noticed then, not at the first question. */
@Singleton
final class ModelChains {
    private static final Logger LOG = Logger.getLogger(ModelChains.class);

    @Produces
    @Singleton
    @Startup
    ModelChain configured(ModelsConfig config, Clock clock, ModelWatch watch) {
        List<ConfiguredModel> models =
                config.file().map(file -> ModelsFile.read(file, System::getenv)).orElse(List.of());
        if (!models.isEmpty()) {
            LOG.infof("Models: %s", models.stream().map(ConfiguredModel::name).toList());
        }
        return chain(models, Guarding.STANDARD, clock, watch);
    }

    static ModelChain chain(List<ConfiguredModel> models, Guarding guarding, Clock clock, ModelWatch watch) {
        // each provider's words are searched for all keys: a gateway may pass on what it got from another
        Redaction redaction = new Redaction(
                models.stream().flatMap(model -> Stream.ofNullable(model.key())).toList());
        return new ModelChain(models.stream()
                .map(model -> new GuardedModel(
                        model,
                        new LangChainProvider(dialect(model), redaction, clock),
                        guarding,
                        clock,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        watch))
                .toList());
    }

    private static LangChainProvider.Dialect dialect(ConfiguredModel model) {
        return switch (model.kind()) {
            case ANTHROPIC ->
                new AnthropicDialect(
                        model.baseUrl().toString(), model.model(), Objects.requireNonNull(model.key(), "a key"));
            case OPENAI -> new OpenAiDialect(model.baseUrl(), model.model(), model.key());
        };
    }
}
