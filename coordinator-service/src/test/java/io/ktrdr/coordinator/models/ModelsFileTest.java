package io.ktrdr.coordinator.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.coordinator.models.ConfiguredModel.Kind;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelsFileTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("ANTHROPIC_API_KEY", " sk-planted \n", "EMPTY_KEY", " ", "TWO_LINES", "a\nb");

    /** Line by line, so that a case can put another line in the place of one. */
    private static final List<String> GOOD = List.of(
            "models:", // 1
            "  - name: opus", // 2
            "    provider: anthropic", // 3
            "    base_url: http://127.0.0.1:9999", // 4
            "    model: claude-opus-4-5", // 5
            "    api_key_env: ANTHROPIC_API_KEY", // 6
            "    price_per_mtok: {input: 5, output: 25, cache_read: 0.5, cache_write: 6.25}", // 7
            "    requests_per_minute: 50", // 8
            "    tokens_per_day: 2000000", // 9
            "    timeout: 120s", // 10
            "  - name: local", // 11
            "    provider: openai", // 12
            "    base_url: http://127.0.0.1:11434/v1", // 13
            "    model: qwen3:8b", // 14
            "    price_per_mtok:", // 15
            "      input: 0", // 16
            "      output: 0"); // 17

    private static List<ConfiguredModel> read(String yaml) {
        return ModelsFile.read("models.yaml", yaml, ENVIRONMENT::get);
    }

    private static String without(int line) {
        return with(line, null);
    }

    private static String with(int line, @Nullable String other) {
        StringBuilder yaml = new StringBuilder();
        for (int i = 1; i <= GOOD.size(); i++) {
            String text = i == line ? other : GOOD.get(i - 1);
            if (text != null) {
                yaml.append(text).append('\n');
            }
        }
        return yaml.toString();
    }

    @Test
    void a_file_is_read_in_its_order() {
        List<ConfiguredModel> models = read(with(0, ""));
        assertEquals(
                List.of("opus", "local"),
                models.stream().map(ConfiguredModel::name).toList());
        ConfiguredModel opus = models.getFirst();
        assertEquals(Kind.ANTHROPIC, opus.kind());
        assertEquals(URI.create("http://127.0.0.1:9999"), opus.baseUrl());
        assertEquals("claude-opus-4-5", opus.model());
        assertEquals("sk-planted", Objects.requireNonNull(opus.key()).reveal());
        assertEquals(
                new Prices(new BigDecimal("5"), new BigDecimal("25"), new BigDecimal("0.5"), new BigDecimal("6.25")),
                opus.prices());
        assertEquals(OptionalLong.of(50), opus.requestsPerMinute());
        assertEquals(OptionalLong.of(2_000_000), opus.tokensPerDay());
        assertEquals(Duration.ofSeconds(120), opus.timeout());
    }

    @Test
    void what_is_left_out_has_a_standard() {
        ConfiguredModel local = read(with(0, "")).getLast();
        assertNull(local.key());
        assertEquals(OptionalLong.empty(), local.requestsPerMinute());
        assertEquals(OptionalLong.empty(), local.tokensPerDay());
        assertEquals(Duration.ofSeconds(120), local.timeout());
        assertEquals(
                URI.create("https://api.anthropic.com"),
                read(without(4)).getFirst().baseUrl());
        assertEquals(
                URI.create("https://api.openai.com/v1"),
                read(without(13)).getLast().baseUrl());
    }

    @Test
    void until_when_a_model_has_read_is_a_day() {
        assertNull(read(with(0, "")).getFirst().knowledgeCutoff());
        for (String day : List.of("2025-03-31", "'2025-03-31'")) {
            assertEquals(
                    LocalDate.of(2025, 3, 31),
                    read(with(10, "    knowledge_cutoff: " + day)).getFirst().knowledgeCutoff());
        }
        for (String none : List.of("2025", "March 2025", "2025-02-30")) {
            InvalidModelsFileException refusal = assertThrows(
                    InvalidModelsFileException.class, () -> read(with(10, "    knowledge_cutoff: " + none)));
            assertTrue(String.valueOf(refusal.getMessage()).contains("2025-03-31"), refusal.getMessage());
        }
    }

    @Test
    void cached_tokens_cost_as_much_as_others_where_nothing_else_is_said() {
        Prices prices = read(with(7, "    price_per_mtok: {input: 5, output: 25}"))
                .getFirst()
                .prices();
        assertEquals(new BigDecimal("5"), prices.cacheRead());
        assertEquals(new BigDecimal("5"), prices.cacheWrite());
    }

    @Test
    void how_much_fits_into_a_context_may_be_said() {
        assertEquals(
                OptionalLong.empty(),
                read(with(10, "    timeout: 1m")).getFirst().contextWindow());
        assertEquals(
                OptionalLong.of(200_000),
                read(with(10, "    context_window: 200000")).getFirst().contextWindow());
    }

    static Stream<Arguments> mistakes() {
        String durations = "'timeout' must be a duration such as 500ms, 120s or 5m";
        String whole = "must be a whole number of at least 1";
        String dollars = "must be a number of US dollars, such as 0.25";
        String fields =
                "name, provider, base_url, model, api_key_env, api_key_file, price_per_mtok, requests_per_minute, "
                        + "tokens_per_day, context_window, timeout, knowledge_cutoff";
        return Stream.of(
                Arguments.of("", "line 1: the file is empty; expected 'models'"),
                Arguments.of("- a", "line 1: the file must be a map of fields"),
                Arguments.of("a: [", "line 1: not valid YAML: expected the node content, but found '<stream end>'"),
                Arguments.of("models: []", "line 1: 'models' must be a list of at least one model"),
                Arguments.of("models:", "line 1: 'models' must be a list of at least one model"),
                Arguments.of("models:\n  - opus", "line 2: a model must be a map of fields"),
                Arguments.of("x: &a 1\ny: *a", "line 2: aliases (*) are not allowed"),
                Arguments.of(
                        "modles: []",
                        "line 1: unknown key 'modles'; expected one of models\nline 1: 'models' is missing"),
                Arguments.of(
                        with(10, "    time_out: 120s"), "line 10: unknown key 'time_out'; expected one of " + fields),
                Arguments.of(
                        with(6, "    api_key: sk-planted"),
                        "line 3: 'api_key_env' or 'api_key_file' is missing; only endpoints of provider openai may do without a key\n"
                                + "line 6: unknown key 'api_key'; keys do not belong into this file: put it into an "
                                + "environment variable, and name that in 'api_key_env', or into a file, and name that "
                                + "in 'api_key_file'"),
                Arguments.of(without(5), "line 2: 'model' is missing"),
                Arguments.of(without(7), "line 2: 'price_per_mtok' is missing"),
                Arguments.of(without(12), "line 11: 'provider' is missing"),
                Arguments.of(without(17), "line 16: 'output' is missing"),
                Arguments.of(with(2, "  - name: [opus]"), "line 2: 'name' must be a text"),
                Arguments.of(with(5, "    model:"), "line 5: 'model' must be a text"),
                Arguments.of(
                        with(2, "  - name: Opus 4"),
                        "line 2: 'name' must be of a-z, 0-9, '.', '_', '-', at most 64 characters"),
                Arguments.of(with(11, "  - name: opus"), "line 11: the name 'opus' is taken by the model in line 2"),
                Arguments.of(with(5, "    model: a\n    model: b"), "line 6: 'model' is there twice"),
                Arguments.of(
                        with(12, "    provider: ollama"),
                        "line 12: 'provider' must be anthropic, or openai, which stands for every endpoint that is "
                                + "compatible with it"),
                Arguments.of(
                        with(4, "    base_url: localhost:9999"),
                        "line 4: 'base_url' must begin with http:// or https://"),
                Arguments.of(
                        with(4, "    base_url: http:///v1"),
                        "line 4: 'base_url' must name a host, as in https://models.example.org/v1"),
                Arguments.of(
                        with(4, "    base_url: http://a b"),
                        "line 4: 'base_url' must be an address such as https://models.example.org/v1"),
                Arguments.of(
                        with(4, "    base_url: https://me:secret@host/v1"),
                        "line 4: 'base_url' must have neither user, '?' nor '#'"),
                Arguments.of(
                        with(6, "    api_key_env: sk-ant-planted"),
                        "line 6: 'api_key_env' must be the name of an environment variable, of A-Z, 0-9 and '_', "
                                + "not the key"),
                Arguments.of(
                        with(6, "    api_key_env: NOT_SET"),
                        "line 6: the environment variable NOT_SET, which is to hold the key, is not set; without "
                                + "'api_key_env' no key is sent"),
                Arguments.of(
                        with(6, "    api_key_env: EMPTY_KEY"),
                        "line 6: the environment variable EMPTY_KEY, which is to hold the key, is not set; without "
                                + "'api_key_env' no key is sent"),
                Arguments.of(
                        with(6, "    api_key_env: ANTHROPIC_API_KEY\n    api_key_file: /run/secrets/key"),
                        "line 7: either 'api_key_env' or 'api_key_file', not both"),
                Arguments.of(
                        with(6, "    api_key_file: sk-ant-planted"),
                        "line 6: 'api_key_file' must be the whole path of a file, not the key"),
                Arguments.of(
                        with(6, "    api_key_file: /nowhere/sk-ant-planted"),
                        "line 6: the file that 'api_key_file' names, which is to hold the key, cannot be read"),
                Arguments.of(
                        with(6, "    api_key_env: TWO_LINES"),
                        "line 6: the environment variable TWO_LINES does not hold a key in one line"),
                Arguments.of(
                        without(6),
                        "line 3: 'api_key_env' or 'api_key_file' is missing; only endpoints of provider openai may do without a key"),
                Arguments.of(with(7, "    price_per_mtok: 5"), "line 7: 'price_per_mtok' must be a map of fields"),
                Arguments.of(
                        with(7, "    price_per_mtok: {input: 5, output: 25, cached: 1}"),
                        "line 7: unknown key 'cached'; expected one of input, output, cache_read, cache_write"),
                Arguments.of(with(16, "      input: -1"), "line 16: 'input' must not be negative"),
                Arguments.of(with(16, "      input: '5'"), "line 16: 'input' " + dollars),
                Arguments.of(with(16, "      input: five"), "line 16: 'input' " + dollars),
                Arguments.of(with(16, "      input: .inf"), "line 16: 'input' " + dollars),
                Arguments.of(with(8, "    requests_per_minute: 0"), "line 8: 'requests_per_minute' " + whole),
                Arguments.of(with(8, "    requests_per_minute: 1.5"), "line 8: 'requests_per_minute' " + whole),
                Arguments.of(with(8, "    requests_per_minute: many"), "line 8: 'requests_per_minute' " + whole),
                Arguments.of(with(9, "    tokens_per_day: -1"), "line 9: 'tokens_per_day' " + whole),
                Arguments.of(with(10, "    context_window: 0"), "line 10: 'context_window' " + whole),
                Arguments.of(with(10, "    timeout: 120"), "line 10: " + durations),
                Arguments.of(with(10, "    timeout: 0s"), "line 10: " + durations),
                Arguments.of(with(10, "    timeout: soon"), "line 10: " + durations));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_named_with_its_line(String yaml, String expected) {
        InvalidModelsFileException invalid = assertThrows(InvalidModelsFileException.class, () -> read(yaml));
        String found = invalid.mistakes().stream().map(Object::toString).collect(Collectors.joining("\n"));
        assertEquals(expected, found);
    }

    @Test
    void a_key_may_be_in_a_file_of_its_own(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("key");
        Files.writeString(file, "sk-in-a-file\n");
        String yaml = with(6, "    api_key_file: " + file);
        assertEquals(
                "sk-in-a-file",
                Objects.requireNonNull(read(yaml).getFirst().key()).reveal());
        for (String unusable : List.of("", "sk-first\nsk-second\n")) {
            Files.writeString(file, unusable);
            InvalidModelsFileException invalid = assertThrows(InvalidModelsFileException.class, () -> read(yaml));
            assertEquals(
                    "line 6: the file that 'api_key_file' names does not hold a key in one line",
                    invalid.mistakes().getFirst().toString());
        }
    }

    @Test
    void all_mistakes_are_named_at_once() {
        InvalidModelsFileException invalid = assertThrows(
                InvalidModelsFileException.class,
                () -> read(with(10, "    timeout: soon").replace("input: 0", "input: -1")));
        assertEquals("""
                models.yaml cannot be used:
                  line 10: 'timeout' must be a duration such as 500ms, 120s or 5m
                  line 16: 'input' must not be negative""", invalid.getMessage());
    }

    @Test
    void a_file_that_is_not_there_is_a_mistake_as_well(@TempDir Path folder) {
        Path missing = folder.resolve("models.yaml");
        UncheckedIOException failure =
                assertThrows(UncheckedIOException.class, () -> ModelsFile.read(missing, ENVIRONMENT::get));
        assertTrue(String.valueOf(failure.getMessage()).contains(missing.toString()));
    }

    @Test
    void the_file_of_the_document_can_be_read(@TempDir Path folder) throws Exception {
        String document = Files.readString(Path.of("../docs/models.md"));
        int begin = document.indexOf("```yaml\n") + "```yaml\n".length();
        Path file = folder.resolve("models.yaml");
        Files.writeString(file, document.substring(begin, document.indexOf("```", begin)));
        assertEquals(3, ModelsFile.read(file, name -> "a-key").size());
    }
}
