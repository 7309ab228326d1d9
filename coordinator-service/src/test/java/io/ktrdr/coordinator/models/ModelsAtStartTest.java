package io.ktrdr.coordinator.models;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
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
@TestProfile(ModelsAtStartTest.TwoModels.class)
class ModelsAtStartTest extends CoordinatorTest {
    public static final class TwoModels implements QuarkusTestProfile {
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
                          - name: tried
                            provider: openai
                            base_url: http://127.0.0.1:1/v1
                            model: other-model
                            price_per_mtok: {input: 0.4, output: 2}
                            tokens_per_day: 2000000
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
    void people_see_the_models_and_try_them() {
        given().get("/api/v1/models")
                .then()
                .statusCode(200)
                .body("items.name", contains("local", "tried"))
                .body("items.provider", contains("openai", "openai"))
                .body("items.model", contains("some-model", "other-model"))
                .body("items.base_url", contains("http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1"))
                .body("items.price_per_mtok.cache_write", contains(0.0f, 0.4f))
                .body("items.tokens_per_day", contains(null, 2_000_000));
        given().post("/api/v1/models/tried/test")
                .then()
                .statusCode(200)
                .body("ok", equalTo(false))
                .body("error", startsWith("no connection"));
        given().get("/api/v1/models").then().body("items[1].last_error", equalTo("no connection"));
        given().post("/api/v1/models/nobody/test").then().statusCode(404).body("code", equalTo("not_found"));
        given().get("/api/v1/models?name=local").then().statusCode(400);
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
        assertTrue(chains.configured(Optional::empty, clock, ModelWatch.NOBODY).isEmpty());
    }

    @Test
    void a_mistake_in_the_file_stops_the_start(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("models.yaml"), "models:\n  - name: opus\n");
        InvalidModelsFileException invalid = assertThrows(
                InvalidModelsFileException.class,
                () -> chains.configured(() -> Optional.of(file), clock, ModelWatch.NOBODY));
        assertTrue(String.valueOf(invalid.getMessage()).contains("line 2: 'provider' is missing"));
    }
}
