package io.ktrdr.coordinator.models;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.models.ModelWorld.FakeProviders;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Providers that have had enough, for a minute that no test waits for. */
@QuarkusTest
@TestProfile(NoModelAnswersTest.NoStub.class)
@QuarkusTestResource(value = ModelWorld.class, restrictToAnnotatedClass = true)
class NoModelAnswersTest extends CoordinatorTest {
    public static final class NoStub implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ktrdr.stub", "false");
        }
    }

    @SuppressWarnings("NullAway.Init") // by ModelWorld
    FakeProviders providers;

    @Test
    void when_no_model_answers_the_research_waits_for_a_person_who_lets_it_go_on() {
        providers
                .dear()
                .answers(FakeProvider.error(529, "overloaded_error", "Overloaded")
                        .withHeader("Retry-After", "60"));
        providers.cheap().answers(FakeProvider.error(500, "server_error", "Oh").withHeader("Retry-After", "60"));
        TestBars.importBars();
        String id = trigger("nobody answers");
        loop.turnUntilQuiet();
        show(id).body("status", equalTo("running"))
                .body("waiting_reason", startsWith("needs attention: no model answers (dear: "));
        get("/api/v1/alerts?state=active").body("items.subject", contains(id));
        assertEquals(1, providers.dear().requests());
        assertEquals(1, providers.cheap().requests());
        // that long nobody may be asked again
        post("/api/v1/operations/" + id + "/resume", null).statusCode(200);
        loop.turnUntilQuiet();
        show(id).body("waiting_reason", startsWith("needs attention: "));
        assertEquals(1, providers.dear().requests());
        cancel(id);
        loop.turn();
        get("/api/v1/alerts?state=active").body("items", empty());
    }
}
