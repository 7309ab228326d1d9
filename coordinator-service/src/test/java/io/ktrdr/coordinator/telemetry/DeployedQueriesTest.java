package io.ktrdr.coordinator.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.coordinator.telemetry.DeployedQueries.Query;
import io.ktrdr.testservices.MetricsDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Alert rules and dashboards ask for what there is: every name is in docs/metrics.md, which the tests of each service compare
 * with what it really tells.
 */
class DeployedQueriesTest {
    /** A name of several words, not in quotes. */
    private static final Pattern NAME = Pattern.compile("\"[^\"]*\"|\\b([a-z]+(?:_[a-z0-9]+)+)\\b");

    private static final Set<String> FUNCTIONS = Set.of("histogram_quantile", "min_over_time");
    private static final Set<String> LABELS =
            Set.of("gen_ai_request_model", "gen_ai_token_type", "gen_ai_provider_name", "error_type");
    /** Whether these are told is looked at in MetricsTest. */
    static final Set<String> OF_QUARKUS =
            Set.of("http_server_requests_seconds", "jvm_memory_used_bytes", "process_cpu_usage");

    private static Set<String> unknownIn(Query query, Set<String> known) {
        Set<String> unknown = new TreeSet<>();
        Matcher name = NAME.matcher(query.expression().replace("$__rate_interval", "5m"));
        while (name.find()) {
            String found = name.group(1);
            if (found != null
                    && !FUNCTIONS.contains(found)
                    && !LABELS.contains(found)
                    && !known.contains(found)
                    && !known.contains(found.replaceFirst("_(bucket|sum|count)$", ""))) {
                unknown.add(found);
            }
        }
        return unknown;
    }

    @Test
    void every_metric_that_is_asked_for_is_documented() throws IOException {
        Set<String> known = new HashSet<>(MetricsDocument.names());
        known.addAll(OF_QUARKUS);
        List<Query> queries = new ArrayList<>(DeployedQueries.ofRules());
        queries.addAll(DeployedQueries.ofDashboards());
        assertTrue(queries.size() > 50, "found only " + queries.size());
        queries.forEach(
                query -> assertEquals(Set.of(), unknownIn(query, known), query.where() + ": " + query.expression()));
    }

    @Test
    void a_name_that_there_is_not_would_be_noticed() {
        Query query = new Query("here", "sum(rate(ktrdr_handoff_second_bucket{le=\"not_this\"}[5m])) / ktrdr_leader");
        assertEquals(Set.of("ktrdr_handoff_second_bucket"), unknownIn(query, Set.of("ktrdr_leader")));
    }

    @Test
    void every_alert_says_how_bad_it_is_what_it_means_and_what_to_do() throws IOException {
        Set<String> names = new HashSet<>();
        for (Map<String, Object> rule : DeployedQueries.rules()) {
            String alert = String.valueOf(rule.get("alert"));
            assertTrue(names.add(alert), alert + " is there twice");
            String said = String.valueOf(rule.get("labels")) + rule.get("annotations");
            for (String word : List.of("severity=", "summary=", "description=", "runbook=")) {
                assertTrue(said.contains(word), alert + " has no " + word);
            }
        }
    }

    @Test
    void dashboards_have_ids_of_their_own_and_let_people_choose_the_data_source() throws IOException {
        Set<String> uids = new HashSet<>();
        for (Path file : DeployedQueries.dashboards()) {
            JsonNode dashboard = DeployedQueries.read(file);
            String uid = dashboard.path("uid").asText();
            assertEquals(uid + ".json", String.valueOf(file.getFileName()));
            assertTrue(uids.add(uid), uid);
            assertTrue(dashboard.path("id").isNull(), uid + " has an id of somebody's database");
            JsonNode variable = dashboard.path("templating").path("list").path(0);
            assertEquals("datasource", variable.path("name").asText());
            assertEquals("prometheus", variable.path("query").asText());
            Set<Integer> ids = new HashSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                assertTrue(ids.add(panel.path("id").asInt()), uid + " has two panels of one id");
                for (JsonNode target : panel.path("targets")) {
                    assertEquals(
                            "${datasource}",
                            target.path("datasource").path("uid").asText(),
                            panel.path("title").asText());
                    assertFalse(target.path("expr").asText().isBlank());
                }
            }
        }
        assertEquals(4, uids.size());
    }
}
