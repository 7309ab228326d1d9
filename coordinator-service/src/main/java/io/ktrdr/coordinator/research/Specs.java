package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What each phase is asked to do, as JSON text. Built from the results of the phases before, in a fixed order of fields,
 * so that the same history gives the same text, the same hash and the same claim.
 */
final class Specs {
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

    static String training(JsonNode design) {
        return job(design).toString();
    }

    static String backtest(JsonNode design, JsonNode training) {
        return job(design).set("model", training.path("model")).toString();
    }

    static String assessment(Root research, Findings findings) {
        ObjectNode spec = Json.object();
        spec.put("research_id", research.id());
        spec.set("brief", research.request().path("brief"));
        spec.setAll(findings.asJson());
        return spec.toString();
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
