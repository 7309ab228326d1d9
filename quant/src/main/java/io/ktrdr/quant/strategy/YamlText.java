package io.ktrdr.quant.strategy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The text of a map in YAML that can be changed in places while all the rest stays as its author wrote it. Where things are
 * is told by the parser, not guessed from the text.
 *
 * @param indent column of the map's keys
 * @param inFlow written with braces, as in JSON
 * @param values by key
 */
record YamlText(String text, int indent, boolean inFlow, Map<String, Place> values) {
    /** As YAML has them, more than editors do. */
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\r\n\u0085\u2028\u2029]");

    /** A line of nothing else, behind the end of the line before. */
    private static final Pattern COMMENT = Pattern.compile("(?:" + LINE_END + ")( *)#[^\r\n\u0085\u2028\u2029]*");

    /** From the first character to behind the last one; comments that follow are not part of it. */
    record Place(int start, int end) {}

    /** @param yaml one valid document, a map without anchors, aliases and tags */
    static YamlText of(String yaml) {
        ParserImpl parser = new ParserImpl(new StreamReader(yaml), StrictYaml.LIMITS);
        Event event = parser.getEvent();
        while (!(event instanceof MappingStartEvent root)) {
            event = parser.getEvent();
        }
        int indent = root.getStartMark().getColumn();
        Map<String, Place> values = new HashMap<>();
        while (parser.getEvent() instanceof ScalarEvent key) {
            values.put(key.getValue(), value(yaml, parser));
        }
        return new YamlText(yaml, indent, root.isFlow(), values);
    }

    private static Place value(String yaml, ParserImpl parser) {
        Deque<Boolean> flows = new ArrayDeque<>();
        Event event = parser.getEvent();
        int start = event.getStartMark().getIndex();
        int end = event.getEndMark().getIndex();
        while (true) {
            // a collection without brackets ends for the parser where the next thing begins, behind comments on that
            boolean hasText = true;
            if (event instanceof CollectionStartEvent collection) {
                flows.push(collection.isFlow());
            } else if (event instanceof CollectionEndEvent) {
                hasText = flows.pop();
            }
            end = hasText ? event.getEndMark().getIndex() : end;
            if (flows.isEmpty()) {
                return new Place(yaml.offsetByCodePoints(0, start), yaml.offsetByCodePoints(0, end));
            }
            event = parser.getEvent();
        }
    }

    /** With another value in place of that of a key. */
    YamlText withValue(String key, String value) {
        Place place = placeOf(key);
        return of(text.substring(0, place.start) + value + text.substring(place.end));
    }

    /** With a section of one field behind the section of a key, and behind the comments that belong to that. */
    YamlText withSectionAfter(String key, String section, String field, String value) {
        int end = placeOf(key).end;
        if (inFlow) {
            // with the quotes it stays JSON if it has been
            String entry = ", \"%s\": {\"%s\": \"%s\"}".formatted(section, field, value);
            return of(text.substring(0, end) + entry + text.substring(end));
        }
        Matcher lineEnd = LINE_END.matcher(text);
        int behind = behindComments(lineEnd.find(end) ? lineEnd.start() : text.length());
        String margin = (text.contains("\r\n") ? "\r\n" : "\n") + " ".repeat(indent);
        return of(text.substring(0, behind)
                + margin
                + section
                + ":"
                + margin
                + "  "
                + field
                + ": "
                + value
                + text.substring(behind));
    }

    /** Lines further in than the keys speak of what is before them, such as values that were tried once. */
    private int behindComments(int endOfLine) {
        int end = endOfLine;
        Matcher comment = COMMENT.matcher(text);
        while (comment.region(end, text.length()).lookingAt()
                && comment.group(1).length() > indent) {
            end = comment.end();
        }
        return end;
    }

    private Place placeOf(String key) {
        Place place = values.get(key);
        if (place == null) {
            throw new IllegalArgumentException("There is no " + key);
        }
        return place;
    }
}
