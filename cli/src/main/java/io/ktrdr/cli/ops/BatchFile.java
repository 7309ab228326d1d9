package io.ktrdr.cli.ops;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.cli.agent.StrategyArgument;
import io.ktrdr.cli.agent.Submission;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.contracts.operation.BatchRequest;
import io.ktrdr.contracts.operation.BatchRequest.Item;
import io.ktrdr.quant.strategy.InvalidStrategyException;
import io.ktrdr.quant.strategy.StrictYaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A batch as its author wrote it: YAML or JSON, with strategies in files of their own. */
final class BatchFile {
    /** More than the coordinator takes: it says best how much that is. A data file given by mistake is larger. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final String STDIN = "-";

    private final ObjectMapper mapper;
    private final String called;
    /** From which the paths in it lead on. */
    private final Path folder;

    private BatchFile(ObjectMapper mapper, String called, Path folder) {
        this.mapper = mapper;
        this.called = called;
        this.folder = folder;
    }

    /** @param argument a file, or {@code -} for what is piped in, whose paths lead on from the working folder */
    static BatchRequest read(String argument, ObjectMapper mapper) {
        if (argument.equals(STDIN)) {
            return new BatchFile(mapper, "stdin", Path.of("")).parse(stdin());
        }
        Path file = Path.of(argument);
        Path folder = Objects.requireNonNullElse(file.getParent(), Path.of(""));
        return new BatchFile(mapper, argument, folder).parse(text(file));
    }

    private static String stdin() {
        try {
            byte[] bytes = System.in.readNBytes(MAX_BYTES + 1);
            refuseLong("stdin", bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw wrong("Cannot read stdin: " + e.getMessage());
        }
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw wrong("No file " + file);
        }
        try {
            refuseLong(file.toString(), Files.size(file));
            return Files.readString(file);
        } catch (IOException e) {
            throw wrong("Cannot read " + file + " as text: " + e.getMessage());
        }
    }

    private static void refuseLong(String what, long bytes) {
        if (bytes > MAX_BYTES) {
            throw wrong(what + " is larger than " + MAX_BYTES / 1024 / 1024 + " MiB: not a batch");
        }
    }

    private BatchRequest parse(String text) {
        if (!(tree(text) instanceof ObjectNode batch)
                || !batch.path("operations").isArray()) {
            throw wrong(called + ": must have a list of operations, see 'ktrdr ops batch --help'");
        }
        for (String field : (Iterable<String>) batch::fieldNames) {
            if (!field.equals("operations")) {
                throw wrong(called + ": there is no field " + field + " beside operations");
            }
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode item : batch.path("operations")) {
            String name = item.path("name").asText("");
            items.add(item(name.isEmpty() ? "operations[" + items.size() + "]" : name, item));
        }
        return new BatchRequest(items, Submission.requestedBy());
    }

    private JsonNode tree(String text) {
        if (!text.stripLeading().startsWith("{")) {
            try {
                return StrictYaml.read(text);
            } catch (InvalidStrategyException e) {
                throw wrong(called + ": " + e.getMessage());
            }
        }
        try {
            return mapper.reader()
                    .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            // where an object or a list began is told without its place: of no use
            throw wrong(called + ": line " + line + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" \\(for .*", ""));
        }
    }

    private Item item(String name, JsonNode given) {
        if (!given.isObject()) {
            throw wrong(name + ": must have fields, such as name and brief");
        }
        Item item;
        try {
            item = mapper.readerFor(Item.class)
                    .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(given);
        } catch (UnrecognizedPropertyException e) {
            throw wrong(name + ": there is no field " + path(e) + "; there are "
                    + e.getKnownPropertyIds().stream()
                            .map(String::valueOf)
                            .sorted()
                            .collect(Collectors.joining(", ")));
        } catch (MismatchedInputException e) {
            throw wrong(name + "." + path(e) + ": must be " + wanted(mapper.constructType(e.getTargetType())));
        } catch (IOException e) {
            throw wrong(name + ": " + e.getMessage());
        }
        return item.strategy() == null ? item : withStrategy(item, strategy(name, item.strategy()));
    }

    private String strategy(String name, String argument) {
        try {
            return StrategyArgument.read(argument, folder);
        } catch (CommandFailure e) {
            throw wrong(name + ".strategy: " + e.getMessage());
        }
    }

    private static Item withStrategy(Item item, String strategy) {
        return new Item(
                item.name(),
                item.brief(),
                strategy,
                item.dataset(),
                item.seed(),
                item.taskType(),
                item.payload(),
                item.preferredAgentId(),
                item.priority(),
                item.dependsOn(),
                item.onDependencyFailure(),
                item.locks(),
                item.gates());
    }

    private static String path(JsonMappingException wrong) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : wrong.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String wanted(@Nullable JavaType type) {
        if (type == null) {
            return "something else";
        }
        if (type.isCollectionLikeType()) {
            return "a list";
        }
        return type.isTypeOrSubTypeOf(Number.class)
                ? "a whole number"
                : type.hasRawClass(String.class) ? "text" : "fields with values";
    }

    private static CommandFailure wrong(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
