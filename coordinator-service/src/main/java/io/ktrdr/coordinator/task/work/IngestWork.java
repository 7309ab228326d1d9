package io.ktrdr.coordinator.task.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.agent.AgentFailure;
import io.ktrdr.coordinator.agent.AgentTask;
import io.ktrdr.coordinator.agent.Blocking;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.coordinator.dataset.ImportRequest;
import io.ktrdr.coordinator.dataset.Imported;
import io.ktrdr.coordinator.lock.Lock;
import io.ktrdr.coordinator.lock.Resource;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.service.SourceContent;
import io.ktrdr.coordinator.service.SourcePath;
import io.ktrdr.quant.bars.ImportException;
import io.ktrdr.quant.bars.Timeframe;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Imports a file of the data source. It is not held back while that is down, so the task fails after some seconds when it does
 * not answer. The same file again is the same dataset.
 */
@Singleton
final class IngestWork implements TaskWork {
    /** As much as may be uploaded. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    private final SourceAccess source;
    private final DatasetCatalogue catalogue;
    /** A file and its bars are in memory as a whole: one at a time. */
    private final Semaphore turn = new Semaphore(1, true);

    IngestWork(SourceAccess source, DatasetCatalogue catalogue) {
        this.source = source;
        this.catalogue = catalogue;
    }

    @Override
    public OperationType type() {
        return OperationType.INGEST;
    }

    private static Payload read(JsonNode payload) {
        return new Payload(payload, "path", "symbol", "timeframe", "bad_bars");
    }

    @Override
    public List<Violation> violations(JsonNode payload) {
        Payload given = read(payload);
        SourcePath path = given.path("path");
        if (!given.has("path") || SourcePath.ROOT.equals(path)) {
            given.wrong("path", "is required: a file of the data source");
        }
        given.wrong(
                ImportRequest.violations(given.text("symbol"), given.text("timeframe"), null, given.text("bad_bars")));
        return given.violations();
    }

    /** The dataset, as far as payload or file name say which; without either, that of any symbol or timeframe. */
    @Override
    public List<Lock> locks(JsonNode payload) {
        Payload given = read(payload);
        FileName name = FileName.of(SourcePath.of(payload.path("path").asText()).name());
        String symbol =
                Optional.ofNullable(given.text("symbol")).or(name::symbol).orElse("*");
        String timeframe = Optional.ofNullable(given.text("timeframe"))
                .or(() -> name.timeframe().map(Timeframe::toString))
                .orElse("*");
        String resource = "dataset:" + symbol + "/" + timeframe;
        return List.of(Lock.write(Resource.isOne(resource) ? resource : "dataset:*"));
    }

    @Override
    public JsonNode run(AgentTask attempt, String taskId, JsonNode payload) throws AgentFailure, InterruptedException {
        Payload given = read(payload);
        SourcePath path = SourcePath.of(payload.path("path").asText());
        ImportRequest request = ImportRequest.of(
                given.text("symbol"), given.text("timeframe"), path.toString(), given.text("bad_bars"));
        turn.acquire();
        try {
            return ingest(attempt, path, request);
        } finally {
            turn.release();
        }
    }

    private ObjectNode ingest(AgentTask attempt, SourcePath path, ImportRequest request)
            throws AgentFailure, InterruptedException {
        SourceContent file = source.briefly(attempt, from -> from.read(path, MAX_BYTES));
        if (!file.whole()) {
            throw new AgentFailure(
                    FailureClass.JOB, "too_large", path + " is larger than " + MAX_BYTES / (1024 * 1024) + " MiB");
        }
        Imported imported = parse(path, request, file.bytes());
        return result(Blocking.await(() -> catalogue.store(imported)));
    }

    private static Imported parse(SourcePath path, ImportRequest request, byte[] csv) throws AgentFailure {
        try {
            return Imported.read(request, csv);
        } catch (ImportException e) {
            throw new AgentFailure(FailureClass.JOB, "not_importable", path + ": " + Reason.of(e));
        }
    }

    private static ObjectNode result(DatasetView dataset) {
        ObjectNode result = Json.object();
        result.putObject("dataset")
                .put("sha256", dataset.sha256())
                .put("symbol", dataset.symbol())
                .put("timeframe", dataset.timeframe())
                .put("bars", dataset.bars())
                .put("first_bar", dataset.firstBar())
                .put("last_bar", dataset.lastBar())
                .put("source", dataset.source());
        result.putObject("quality")
                .put("bars_read", dataset.quality().barsRead())
                .put("bars_kept", dataset.quality().barsKept())
                .put("missing_bars", dataset.quality().missingBars());
        return result;
    }
}
