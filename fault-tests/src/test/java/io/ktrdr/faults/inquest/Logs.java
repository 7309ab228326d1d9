package io.ktrdr.faults.inquest;

import io.ktrdr.faults.cluster.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What services call an error although they were built for all that has happened. */
final class Logs {
    private static final Pattern ERROR = Pattern.compile("^[0-9-]+ [0-9:,]+ (ERROR|FATAL) .*");
    private static final Pattern OF_POSTGRES = Pattern.compile(".* PANIC: .*");

    /** Messages that are right, each with the reason. */
    private static final Map<Pattern, String> EXPECTED = new LinkedHashMap<>();

    static {
        expect("ConnectionBase. Connection reset", "Vert.x says so when the other side has died");
        expect(
                "HttpClientRequestImpl. (Connection was closed|The timeout period)",
                "Vert.x too: how a request ended that nobody waits for any more");
        expect(
                "VertxCoreRecorder. .*Error Occurred After Shutdown.*No CDI container",
                "the framework's own: an answer that comes while the process ends finds nobody any more");
        expect(
                "ShutdownRecorder. Timed out waiting for graceful shutdown",
                "a request that waits for a frozen database is not waited for longer than five seconds");
        expect(
                "Application. Failed to start application",
                "a service without its database ends after ten tries, and is started again");
        expect(
                "TransactionalExecutionTemplate. Unable to (rollback|restore)",
                "Flyway's own: its connection was cut in the middle of its look at the migrations");
    }

    private Logs() {}

    private static void expect(String message, String reason) {
        EXPECTED.put(Pattern.compile(message), reason);
    }

    static List<Finding> unexpected(Cluster cluster) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (String process : cluster.processes()) {
            Pattern error = process.equals(Cluster.POSTGRES) ? OF_POSTGRES : ERROR;
            unexpected(lines(cluster.log(process)), error)
                    .forEach(line -> findings.add(new Finding("no unexpected error in a log", process + ": " + line)));
        }
        return findings;
    }

    private static List<String> unexpected(List<String> lines, Pattern error) {
        return lines.stream()
                .filter(line -> error.matcher(line).matches())
                .filter(line -> EXPECTED.keySet().stream()
                        .noneMatch(expected -> expected.matcher(line).find()))
                .toList();
    }

    private static List<String> lines(Path log) throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
