package io.ktrdr.coordinator.models;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file with two models, of two providers at the network's edge. The first one is the dearer one. */
public final class ModelWorld implements QuarkusTestResourceLifecycleManager {
    private final FakeProviders providers = new FakeProviders(new FakeProvider(), new FakeProvider());

    /** @param cheap speaks the interface of OpenAI */
    record FakeProviders(FakeProvider dear, FakeProvider cheap) {}

    @Override
    public Map<String, String> start() {
        try {
            Path key = Files.createTempFile("key", ".txt");
            Files.writeString(key, ModelSetup.KEY);
            Path file = Files.createTempFile("models", ".yaml");
            Files.writeString(file, """
                    models:
                      - name: dear
                        provider: anthropic
                        base_url: %s
                        model: claude-opus-4-5
                        api_key_file: %s
                        price_per_mtok: {input: 5, output: 25, cache_read: 0.5, cache_write: 6.25}
                        timeout: 30s
                        knowledge_cutoff: 2020-11-30
                      - name: cheap
                        provider: openai
                        base_url: %s/v1
                        model: small
                        price_per_mtok: {input: 1, output: 5}
                        timeout: 30s
                    """.formatted(
                            providers.dear().url(), key, providers.cheap().url()));
            key.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return Map.of("ktrdr.models", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(providers, new TestInjector.MatchesType(FakeProviders.class));
    }

    @Override
    public void stop() {
        providers.dear().close();
        providers.cheap().close();
    }
}
