package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/operating.md} names every rule, in its order. */
class FolderRuleDocumentTest {
    private static final String HEADING = "| Code | Found in the home |";

    @Test
    void every_rule_is_documented() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../docs/operating.md"));
        String documented = lines.stream()
                .skip(lines.indexOf(HEADING) + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
        String rules = Arrays.stream(FolderRule.values())
                .map(rule -> "| `" + rule.code() + "` | " + rule.meaning() + " |")
                .collect(Collectors.joining("\n"));
        assertEquals(rules, documented);
    }
}
