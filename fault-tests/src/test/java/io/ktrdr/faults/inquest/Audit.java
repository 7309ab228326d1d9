package io.ktrdr.faults.inquest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.faults.cluster.Cluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the system itself finds that does not add up: {@code ktrdr doctor --deep}. */
final class Audit {
    /** What is found once may be in the middle of something. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private Audit() {}

    static List<Finding> of(Cluster cluster) throws IOException, InterruptedException {
        List<Finding> first = look(cluster);
        if (first.isEmpty()) {
            return first;
        }
        Thread.sleep(BETWEEN_LOOKS);
        List<Finding> again = new ArrayList<>(look(cluster));
        again.retainAll(first);
        return again;
    }

    private static List<Finding> look(Cluster cluster) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        cluster.directUrl(cluster.coordinators().getFirst()).resolve("/api/v1/audit"))
                .timeout(ANSWER)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return List.of(new Finding("the audit can be made", response.body()));
            }
            JsonNode report = new ObjectMapper().readTree(response.body());
            List<Finding> findings = new ArrayList<>();
            for (JsonNode finding : report.path("findings")) {
                findings.add(new Finding(
                        "the audit finds nothing: " + finding.path("code").asText(),
                        finding.path("operation_id").asText() + " "
                                + finding.path("detail").asText()));
            }
            report.path("unchecked")
                    .forEach(what -> findings.add(new Finding("the audit sees everything", what.asText())));
            return findings;
        }
    }
}
