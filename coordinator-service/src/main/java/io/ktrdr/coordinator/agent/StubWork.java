package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.budget.CallLedger;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.stub.StubConfig;

/** Designs, assessments and tasks that only take their time and cost their price; every result says so. */
final class StubWork implements AgentWork {
    private static final double HASH_RANGE = 0x1p32;

    private final StubConfig config;
    private final CallLedger ledger;
    private final String codeVersion;

    StubWork(StubConfig config, CallLedger ledger, String codeVersion) {
        this.config = config;
        this.ledger = ledger;
        this.codeVersion = codeVersion;
    }

    @Override
    public JsonNode run(AgentTask task) throws AgentFailure, InterruptedException {
        new Spending(ledger, task).pay("stub", config.cost(), () -> work(task));
        return result(task);
    }

    private void work(AgentTask task) throws AgentFailure, InterruptedException {
        task.pass(config.duration());
        if (Long.parseLong(Sha256.of(task.operationId()).substring(0, 8), 16) / HASH_RANGE < config.failureRate()) {
            throw new AgentFailure(FailureClass.WORKER, "stub_failure", "The stub was told to fail now and then");
        }
    }

    private JsonNode result(AgentTask task) {
        return switch (task.type()) {
            case AGENT_DESIGN -> design(task.spec());
            case AGENT_ASSESSMENT -> assessment(task.spec());
            case DISCOVERY, MIGRATION, HEARTBEAT, INGEST, RESEARCH, GENERAL ->
                Json.object().put("stub", true);
            case AGENT_RESEARCH, TRAINING, BACKTESTING ->
                throw new IllegalArgumentException(task.type().wireName() + " is nothing for agents");
        };
    }

    private static JsonNode design(JsonNode spec) {
        String name = "stub_" + Sha256.of(spec.toString()).substring(0, 6);
        String yaml = "name: " + name + "\nstub: true\n";
        ObjectNode result = Json.object().put("stub", true).put("designer", "stub");
        result.putObject("strategy")
                .put("name", name)
                .put("sha256", Sha256.of(yaml))
                .put("yaml", yaml);
        result.putNull("dataset");
        result.set("seed", spec.path("seed"));
        result.putNull("windows");
        return result;
    }

    private JsonNode assessment(JsonNode findings) {
        ObjectNode result = Json.object().put("code_version", codeVersion);
        if (findings.path("backtest").isObject()) {
            result.set("backtest_gate", Json.tree(Figures.gate(Figures.profile(findings), findings, null, 0)));
        }
        ObjectNode assessment = result.putObject("assessment");
        assessment.put("verdict", "neutral").put("assessor", "stub");
        assessment.putArray("strengths");
        assessment.putArray("weaknesses").add("Nothing was computed: this is a stub");
        assessment.putArray("suggestions").add("Run without stub mode");
        assessment.putArray("hypotheses");
        return result;
    }
}
