package io.ktrdr.coordinator.models;

import io.ktrdr.coordinator.models.ConfiguredModel.Kind;
import io.ktrdr.coordinator.models.InvalidModelsFileException.Mistake;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the file of models; docs/models.md describes it. */
final class ModelsFile {
    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final int DEEPEST = 8;
    private static final Duration STANDARD_TIMEOUT = Duration.ofSeconds(120);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final List<String> FIELDS = List.of(
            "name",
            "provider",
            "base_url",
            "model",
            "api_key_env",
            "api_key_file",
            "price_per_mtok",
            "requests_per_minute",
            "tokens_per_day",
            "context_window",
            "timeout",
            "knowledge_cutoff");
    private static final List<String> PRICES = List.of("input", "output", "cache_read", "cache_write");
    private static final Map<String, String> HINTS = Map.of(
            "api_key",
            "keys do not belong into this file: put it into an environment variable, and name that in 'api_key_env', or"
                    + " into a file, and name that in 'api_key_file'");

    private final Keys keys;
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();

    private ModelsFile(Function<String, @Nullable String> environment) {
        this.keys = new Keys(environment);
    }

    /** @throws InvalidModelsFileException with everything that is wrong */
    static List<ConfiguredModel> read(Path file, Function<String, @Nullable String> environment) {
        try {
            return read(file.toString(), Files.readString(file), environment);
        } catch (IOException e) {
            throw new UncheckedIOException("The file of models " + file + " cannot be read", e);
        }
    }

    /**
     * @param name        of the file, for messages
     * @param environment the value of a variable, null when it is not set
     * @throws InvalidModelsFileException with everything that is wrong
     */
    static List<ConfiguredModel> read(String name, String yaml, Function<String, @Nullable String> environment) {
        ModelsFile file = new ModelsFile(environment);
        List<ConfiguredModel> models = file.models(yaml);
        if (!file.mistakes.isEmpty()) {
            file.mistakes.sort(Comparator.comparingInt(Mistake::line));
            throw new InvalidModelsFileException(name, file.mistakes);
        }
        return models;
    }

    private List<ConfiguredModel> models(String text) {
        Optional<YamlMap> root = parse(text).flatMap(node -> YamlMap.of(node, "the file", mistakes::add));
        if (root.isEmpty()) {
            return List.of();
        }
        root.get().allow(List.of("models"), Map.of());
        root.get().require("models");
        return root.get().list("models", "model").stream()
                .flatMap(node -> YamlMap.of(node, "a model", mistakes::add).stream())
                .flatMap(this::model)
                .toList();
    }

    private Optional<Node> parse(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(MOST_CHARACTERS);
        try {
            Yaml yaml = new Yaml(new SafeConstructor(options));
            for (Event event : yaml.parse(new StringReader(text))) {
                if (event instanceof AliasEvent) {
                    mistakes.add(new Mistake(event.getStartMark().getLine() + 1, "aliases (*) are not allowed"));
                    return Optional.empty();
                }
            }
            Node node = yaml.compose(new StringReader(text));
            if (node == null) {
                mistakes.add(new Mistake(1, "the file is empty; expected 'models'"));
            }
            return Optional.ofNullable(node);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            // without the snippet of the file that the exception would show: there may be a key in it
            mistakes.add(new Mistake(line, "not valid YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            mistakes.add(new Mistake(1, "not usable YAML: larger than 64 KiB, or with characters that are not text"));
        }
        return Optional.empty();
    }

    private Stream<ConfiguredModel> model(YamlMap map) {
        int before = mistakes.size();
        map.allow(FIELDS, HINTS);
        map.require("name", "provider", "model", "price_per_mtok");
        Optional<String> name = name(map);
        Optional<Kind> kind = kind(map);
        Optional<URI> url = url(map);
        Optional<String> model = map.text("model");
        Optional<Secret> key = keys.of(map, kind.equals(Optional.of(Kind.ANTHROPIC)));
        Optional<Prices> prices = map.map("price_per_mtok").flatMap(this::prices);
        Optional<Long> requests = whole(map, "requests_per_minute", 1_000_000);
        Optional<Long> tokens = whole(map, "tokens_per_day", Long.MAX_VALUE);
        Optional<Long> window = whole(map, "context_window", Integer.MAX_VALUE);
        Duration timeout = duration(map).orElse(STANDARD_TIMEOUT);
        Optional<LocalDate> cutoff = day(map);
        if (mistakes.size() > before) {
            return Stream.empty();
        }
        return Stream.of(new ConfiguredModel(
                name.orElseThrow(),
                kind.orElseThrow(),
                url.orElseGet(() -> kind.orElseThrow().standardUrl()),
                model.orElseThrow(),
                key.orElse(null),
                prices.orElseThrow(),
                requests.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                tokens.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                window.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                timeout,
                cutoff.orElse(null)));
    }

    private static Optional<LocalDate> day(YamlMap map) {
        return map.text("knowledge_cutoff").flatMap(text -> {
            try {
                return Optional.of(LocalDate.parse(text));
            } catch (DateTimeParseException e) {
                map.mistake("knowledge_cutoff", "'knowledge_cutoff' must be a day such as 2025-03-31");
                return Optional.empty();
            }
        });
    }

    private Optional<String> name(YamlMap map) {
        Optional<String> name = map.text("name");
        name.ifPresent(found -> {
            if (!NAME.matcher(found).matches()) {
                map.mistake("name", "'name' must be of a-z, 0-9, '.', '_', '-', at most 64 characters");
                return;
            }
            Integer first = names.putIfAbsent(found, map.line("name"));
            if (first != null) {
                map.mistake("name", "the name '" + found + "' is taken by the model in line " + first);
            }
        });
        return name;
    }

    private static Optional<Kind> kind(YamlMap map) {
        Optional<String> word = map.text("provider");
        Optional<Kind> kind = word.flatMap(found -> Stream.of(Kind.values())
                .filter(candidate -> candidate.word().equals(found))
                .findFirst());
        if (word.isPresent() && kind.isEmpty()) {
            map.mistake(
                    "provider",
                    "'provider' must be anthropic, or openai, which stands for every endpoint that is compatible with it");
        }
        return kind;
    }

    /** The value is not repeated in messages: there may be a password in it. */
    private static Optional<URI> url(YamlMap map) {
        return map.text("base_url").flatMap(text -> {
            try {
                URI url = new URI(text);
                if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
                    map.mistake("base_url", "'base_url' must begin with http:// or https://");
                } else if (url.getHost() == null) {
                    map.mistake("base_url", "'base_url' must name a host, as in https://models.example.org/v1");
                } else if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null) {
                    map.mistake("base_url", "'base_url' must have neither user, '?' nor '#'");
                } else {
                    return Optional.of(url);
                }
            } catch (URISyntaxException e) {
                map.mistake("base_url", "'base_url' must be an address such as https://models.example.org/v1");
            }
            return Optional.empty();
        });
    }

    private Optional<Prices> prices(YamlMap map) {
        map.allow(PRICES, Map.of());
        map.require("input", "output");
        Optional<BigDecimal> input = price(map, "input");
        Optional<BigDecimal> output = price(map, "output");
        Optional<BigDecimal> cacheRead = map.has("cache_read") ? price(map, "cache_read") : input;
        Optional<BigDecimal> cacheWrite = map.has("cache_write") ? price(map, "cache_write") : input;
        return input.flatMap(in -> output.flatMap(
                out -> cacheRead.flatMap(read -> cacheWrite.map(write -> new Prices(in, out, read, write)))));
    }

    private static Optional<BigDecimal> price(YamlMap map, String key) {
        String expected = "a number of US dollars, such as 0.25";
        return map.number(key, expected).flatMap(text -> {
            if (!DECIMAL.matcher(text).matches()) {
                map.mistake(key, "'" + key + "' must be " + expected);
                return Optional.empty();
            }
            BigDecimal price = new BigDecimal(text);
            if (price.signum() < 0) {
                map.mistake(key, "'" + key + "' must not be negative");
                return Optional.empty();
            }
            return Optional.of(price);
        });
    }

    private static Optional<Long> whole(YamlMap map, String key, long most) {
        String expected = "a whole number of at least 1";
        return map.number(key, expected).flatMap(text -> {
            if (WHOLE.matcher(text).matches()) {
                long number = Long.parseLong(text);
                if (number >= 1 && number <= most) {
                    return Optional.of(number);
                }
            }
            map.mistake(key, "'" + key + "' must be " + expected);
            return Optional.empty();
        });
    }

    private static Optional<Duration> duration(YamlMap map) {
        return map.text("timeout").flatMap(text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
                map.mistake("timeout", "'timeout' must be a duration such as 500ms, 120s or 5m");
                return Optional.empty();
            }
            long amount = Long.parseLong(matcher.group(1));
            return Optional.of(
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofHours(amount);
                    });
        });
    }
}
