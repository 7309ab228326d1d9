package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LastWordsTest {
    private static final String INFO = "2026-01-02 03:04:05,678 INFO  [Flyway] Migrating";
    private static final String ERROR = "2026-01-02 03:04:06,000 ERROR [Application] Failed to start application";

    @Test
    void the_first_error_and_the_innermost_cause_are_told() {
        List<String> log = List.of(
                INFO,
                ERROR,
                "java.lang.RuntimeException: Failed to start quarkus",
                "\tat io.quarkus.runner.ApplicationImpl.doStart(Unknown Source)",
                "Caused by: java.lang.IllegalStateException: outer",
                "\tat a.B.c(B.java:1)",
                "\t... 7 more",
                "\tCaused by: java.net.BindException: Address already in use",
                "\tat d.E.f(E.java:2)",
                "2026-01-02 03:04:07,000 ERROR [Application] And again");
        assertEquals(List.of(ERROR, "Caused by: java.net.BindException: Address already in use"), LastWords.of(log));
    }

    @Test
    void a_cause_is_told_in_all_its_lines() {
        List<String> log = List.of(
                ERROR,
                "\tat a.B.c(B.java:1)",
                "Caused by: io.ktrdr.Invalid: models.yaml cannot be used:",
                "  line 6: 'input' must be a number",
                "  line 9: 'timeout' must be a duration",
                "\tat d.E.f(E.java:2)",
                "\t... 7 more");
        assertEquals(
                List.of(
                        ERROR,
                        "Caused by: io.ktrdr.Invalid: models.yaml cannot be used:",
                        "  line 6: 'input' must be a number",
                        "  line 9: 'timeout' must be a duration"),
                LastWords.of(log));
    }

    @Test
    void without_a_cause_the_error_is_told_without_its_stack() {
        List<String> log = List.of(INFO, ERROR, "\tjava.lang.X: no such property", "\tat a.B.c(B.java:1)", "the end");
        assertEquals(List.of(ERROR, "\tjava.lang.X: no such property", "the end"), LastWords.of(log));
    }

    @Test
    void without_an_error_the_end_is_told() {
        List<String> log = Stream.concat(
                        Stream.of(INFO), IntStream.rangeClosed(1, 20).mapToObj(line -> "line " + line))
                .toList();
        assertEquals(log.subList(13, 21), LastWords.of(log));
        assertEquals(List.of(), LastWords.of(List.of()));
    }
}
