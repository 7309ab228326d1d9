package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.coordinator.gate.GateProfile;
import java.util.List;

/**
 * What each phase is asked to do, as JSON text. Built from the results of the phases before, in a fixed order of fields,
 * so that the same history gives the same text, the same hash and the same claim.
 */
final class Specs {
    private static final int WALK_FORWARD_FOLDS = 4;
    private static final int WALK_FORWARD_SEEDS = 3;

    private Specs() {}

    static String design(Root research) {
        return research.request().toString();
    }

    /** A task's id goes with it: what it starts elsewhere is started once, however often it is tried. */
    static String task(Root task) {
        ObjectNode spec = Json.object().put("task_id", task.id());
        spec.set("payload", task.request().path("payload"));
        return spec.toString();
    }

    static String training(Root research, JsonNode design) {
        ObjectNode spec = job(design);
        if (gates(research.request()) == GateProfile.STRICT) {
            spec.putObject("walk_forward").put("folds", WALK_FORWARD_FOLDS).put("seeds", WALK_FORWARD_SEEDS);
        }
        return spec.toString();
    }

    static String backtest(Root research, JsonNode design, JsonNode training) {
        ObjectNode spec = job(design);
        spec.set("model", training.path("model"));
        if (design.path("knowledge_cutoff").isTextual()) {
            spec.set("knowledge_cutoff", design.path("knowledge_cutoff"));
        }
        if (research.request().path("holdout").isObject()) {
            spec.put("evaluate", "holdout");
        }
        return spec.toString();
    }

    static String assessment(Root research, Findings findings) {
        JsonNode request = research.request();
        ObjectNode spec = Json.object();
        spec.put("research_id", research.id());
        spec.set("brief", request.path("brief"));
        for (String field : List.of("bypass", "reproduces", "holdout")) {
            if (request.has(field)) {
                spec.set(field, request.path(field));
            }
        }
        spec.setAll(findings.asJson());
        return spec.toString();
    }

    /** What its results have to reach; researches of earlier releases were not asked. */
    static GateProfile gates(JsonNode request) {
        return GateProfile.find(request.path("gates").asText()).orElse(GateProfile.LENIENT);
    }

    private static ObjectNode job(JsonNode design) {
        ObjectNode spec = Json.object();
        spec.set("strategy_yaml", design.path("strategy").path("yaml"));
        spec.set("dataset", design.path("dataset"));
        spec.set("windows", design.path("windows"));
        spec.set("seed", design.path("seed"));
        return spec;
    }
}
