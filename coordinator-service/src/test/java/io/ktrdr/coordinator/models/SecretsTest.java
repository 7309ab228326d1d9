package io.ktrdr.coordinator.models;

import static io.ktrdr.coordinator.models.FakeProvider.error;
import static io.ktrdr.coordinator.models.ModelSetup.FREE;
import static io.ktrdr.coordinator.models.ModelSetup.KEY;
import static io.ktrdr.coordinator.models.ModelSetup.PLAIN;
import static io.ktrdr.coordinator.models.ModelSetup.STRUCTURED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.ktrdr.coordinator.models.FakeProvider.Anthropic;
import io.ktrdr.coordinator.models.FakeProvider.OpenAi;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A planted key, and everything that could show it. */
class SecretsTest {
    /** What the loggers of everybody who handles the key say, even where nobody would listen. */
    private static final List<Logger> LOGGERS = Stream.of(
                    "io.ktrdr", "dev.langchain4j", "io.smallrye", "jdk.httpclient")
            .map(Logger::getLogger)
            .toList();

    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final FakeProvider provider = new FakeProvider();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            StringWriter text = new StringWriter();
            text.write(new SimpleFormatter().formatMessage(logged));
            if (logged.getThrown() != null) {
                logged.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            said.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        for (Logger logger : LOGGERS) {
            logger.setLevel(Level.ALL);
            logger.addHandler(handler);
        }
    }

    @AfterEach
    void stopListening() {
        for (Logger logger : LOGGERS) {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
        provider.close();
    }

    static Stream<ResponseDefinitionBuilder> echoes() {
        String half = KEY.substring(0, 18);
        return Stream.of(
                error(401, "authentication_error", "Incorrect API key provided: " + KEY + ". Get another."),
                error(401, "authentication_error", "Incorrect API key provided: " + half + "***" + KEY.substring(26)),
                error(400, "invalid_request_error", "header x-api-key: " + KEY + " is odd"),
                error(500, "api_error", "cannot handle {\"x-api-key\": \"" + KEY + "\"}"),
                FakeProvider.ok("<p>" + KEY + "</p>"),
                Anthropic.text("Your key is " + KEY),
                Anthropic.tool("{\"verdict\": \"" + KEY + "\"}"),
                OpenAi.text("Your key is " + KEY),
                Anthropic.message("[]", "refusal"));
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void a_key_is_in_no_outcome_and_in_no_log(ResponseDefinitionBuilder echo) throws Exception {
        provider.answers(echo);
        List<ModelSetup> setups = List.of(ModelSetup.anthropic(provider), ModelSetup.openAi(provider));
        for (ModelSetup setup : setups) {
            for (Question question : List.of(PLAIN, STRUCTURED)) {
                Outcome outcome = ModelSetup.chain(setup).ask(question, FREE);
                assertClean(outcome.toString());
            }
        }
        assertTrue(provider.requests() >= 4);
        assertTrue(said.stream().anyMatch(line -> !line.isBlank()), "nothing was logged, so nothing was tested");
        said.forEach(SecretsTest::assertClean);
    }

    @Test
    void a_key_is_in_no_description_of_a_model() {
        assertClean(ModelSetup.anthropic(provider).configured().toString());
        assertClean(new Secret(KEY).toString());
    }

    @Test
    void the_key_of_one_provider_is_not_shown_by_the_words_of_another() throws Exception {
        provider.answers(error(500, "api_error", "upstream said: bad key " + KEY));
        ModelChain chain = ModelSetup.chain(ModelSetup.openAi(provider).withoutKey(), ModelSetup.anthropic(provider));
        assertClean(chain.ask(PLAIN, FREE).toString());
    }

    @Test
    void a_key_in_the_wrong_place_of_the_file_is_not_repeated() {
        for (String field : List.of(
                "api_key_env", "api_key_file", "provider", "base_url", "timeout", "requests_per_minute", "api_key")) {
            String yaml = """
                    models:
                      - name: opus
                        model: m
                        price_per_mtok: {input: 5, output: 25}
                        %s: %s
                    """.formatted(field, KEY);
            try {
                ModelsFile.read("models.yaml", yaml, name -> null);
                throw new AssertionError("accepted: " + field);
            } catch (InvalidModelsFileException e) {
                assertClean(String.valueOf(e.getMessage()));
            }
        }
    }

    @Test
    void pieces_of_a_key_are_hidden_but_not_words() {
        Redaction redaction = new Redaction(List.of(new Secret("abcdefghijklmnop")));
        assertEquals("x *** y", redaction.pieces("x abcdefghijklmnop y"));
        assertEquals("x ***...*** y", redaction.pieces("x abcdef...ghijklmnop y"));
        assertEquals("abcde alone", redaction.pieces("abcde alone"));
        assertEquals("abcdef", redaction.wholeKeys("abcdef"));
    }

    private static void assertClean(String text) {
        // what comes before is the same for all keys
        String own = KEY.substring("sk-ant-api03-".length());
        for (int i = 0; i + 8 <= own.length(); i++) {
            String piece = own.substring(i, i + 8);
            assertFalse(text.contains(piece), () -> piece + " is in: " + text);
        }
    }
}
