package io.ktrdr.coordinator.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.models.FakeProvider.OpenAi;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The coordinator with a file of models. */
@QuarkusTest
@TestProfile(ModelsAtStartTest.OneModel.class)
class ModelsAtStartTest extends CoordinatorTest {
    public static final class OneModel implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path file = Files.createTempFile("models", ".yaml");
                file.toFile().deleteOnExit();
                Files.writeString(file, """
                        models:
                          - name: local
                            provider: openai
                            base_url: http://127.0.0.1:1/v1
                            model: some-model
                            price_per_mtok: {input: 0, output: 0}
                        """);
                return Map.of("ktrdr.models", file.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Inject
    ModelChain configured;

    @Inject
    ModelChains chains;

    @Inject
    Clock clock;

    @Test
    void the_models_of_the_file_are_asked() throws Exception {
        assertFalse(configured.isEmpty());
        Outcome.Exhausted exhausted =
                assertInstanceOf(Outcome.Exhausted.class, configured.ask(ModelSetup.PLAIN, ModelSetup.FREE));
        assertEquals("no connection", exhausted.setbacks().getFirst().reason());
    }

    @Test
    void guards_are_those_of_quarkus_here() throws Exception {
        try (FakeProvider provider = new FakeProvider()) {
            provider.answers(
                    FakeProvider.error(500, "server_error", "Oh"),
                    OpenAi.text("{\"verdict\": \"good\", \"score\": 1}"));
            ModelChain chain = ModelSetup.chain(
                    ModelSetup.QUICK, clock, ModelSetup.openAi(provider).perMinute(2));
            assertInstanceOf(Outcome.Answered.class, chain.ask(ModelSetup.STRUCTURED, ModelSetup.FREE));
            assertEquals(
                    Setback.Cause.REQUESTS_OF_MINUTE,
                    chain.ask(ModelSetup.STRUCTURED, ModelSetup.FREE)
                            .setbacks()
                            .getFirst()
                            .cause());
        }
    }

    @Test
    void without_a_file_there_are_no_models() {
        assertTrue(chains.configured(Optional::empty, clock).isEmpty());
    }

    @Test
    void a_mistake_in_the_file_stops_the_start(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("models.yaml"), "models:\n  - name: opus\n");
        InvalidModelsFileException invalid =
                assertThrows(InvalidModelsFileException.class, () -> chains.configured(() -> Optional.of(file), clock));
        assertTrue(String.valueOf(invalid.getMessage()).contains("line 2: 'provider' is missing"));
    }
}
