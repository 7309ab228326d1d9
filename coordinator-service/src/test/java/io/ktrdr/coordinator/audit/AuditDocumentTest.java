package io.ktrdr.coordinator.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/operating.md} names every rule, in its order. */
class AuditDocumentTest {
    private static final String HEADING = "| Code | Found by the coordinator |";

    @Test
    void every_rule_is_documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/operating.md"));
        String documented = lines.stream()
                .skip(lines.indexOf(HEADING) + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
        String rules = Stream.concat(AuditSql.RULES.stream().map(DatabaseRule::rule), Reservations.RULES.stream())
                .map(rule -> "| `" + rule.code() + "` | " + rule.meaning() + " |")
                .collect(Collectors.joining("\n"));
        assertEquals(rules, documented);
    }
}
