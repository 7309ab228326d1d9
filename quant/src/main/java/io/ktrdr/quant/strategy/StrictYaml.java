package io.ktrdr.quant.strategy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The harmless part of YAML: one document of maps, lists and scalars. Anchors and aliases (a few lines of which can unfold
 * to billions), tags, duplicate keys, deep nesting and files over {@value #MOST_BYTES} bytes are refused.
 */
public final class StrictYaml {
    static final int MOST_BYTES = 64 * 1024;
    private static final int DEEPEST = 16;

    static final LoaderOptions LIMITS = limits();

    private static final ObjectMapper MAPPER = new ObjectMapper(YAMLFactory.builder()
            .loaderOptions(LIMITS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .configure(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE, true)
            .build());

    private StrictYaml() {}

    /** @throws InvalidStrategyException naming the line, where there is one */
    public static JsonNode read(String yaml) {
        if (yaml.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw new InvalidStrategyException("", "the file is larger than 64 KiB");
        }
        if (yaml.isBlank()) {
            throw new InvalidStrategyException("", "the file is empty");
        }
        refuseIndirection(yaml);
        try {
            return MAPPER.readTree(yaml);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new InvalidStrategyException(
                    "", (at == null ? "" : "line " + at.getLineNr() + ": ") + firstLine(e.getOriginalMessage()));
        }
    }

    static String write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of maps, lists and scalars can be written", e);
        }
    }

    private static void refuseIndirection(String yaml) {
        int documents = 0;
        try {
            ParserImpl parser = new ParserImpl(new StreamReader(yaml), LIMITS);
            while (!parser.checkEvent(Event.ID.StreamEnd)) {
                Event event = parser.getEvent();
                if (event.is(Event.ID.DocumentStart) && ++documents > 1) {
                    throw refused(event, "more than one document in the file");
                }
                if (event instanceof AliasEvent || (event instanceof NodeEvent node && node.getAnchor() != null)) {
                    throw refused(event, "anchors and aliases (& and *) are not allowed");
                }
                if (event instanceof ScalarEvent scalar && scalar.getTag() != null && !"!".equals(scalar.getTag())) {
                    throw refused(event, "tags (!) are not allowed");
                }
            }
        } catch (MarkedYAMLException e) {
            String line = e.getProblemMark() == null
                    ? ""
                    : "line " + (e.getProblemMark().getLine() + 1) + ": ";
            throw new InvalidStrategyException("", line + "not valid YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new InvalidStrategyException("", "not valid YAML: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static InvalidStrategyException refused(Event event, String message) {
        return new InvalidStrategyException("", "line " + (event.getStartMark().getLine() + 1) + ": " + message);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(MOST_BYTES);
        return options;
    }
}
