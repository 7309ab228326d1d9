package io.ktrdr.coordinator.task.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.dataset.DatasetView;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.agent.AgentFailure;
import io.ktrdr.coordinator.agent.AgentTask;
import io.ktrdr.coordinator.agent.Blocking;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.dataset.DatasetCatalogue;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.service.DataSource;
import io.ktrdr.coordinator.service.Listing;
import io.ktrdr.coordinator.service.SourceContent;
import io.ktrdr.coordinator.service.SourceEntry;
import io.ktrdr.coordinator.service.SourcePath;
import io.ktrdr.coordinator.service.UnusableFileException;
import io.ktrdr.quant.bars.BadBars;
import io.ktrdr.quant.bars.CsvHead;
import io.ktrdr.quant.bars.CsvImport;
import io.ktrdr.quant.bars.ImportException;
import io.ktrdr.quant.bars.Timeframe;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds files of the data source that could be imported, from their names and beginnings. Changes nothing. */
@Singleton
final class DiscoveryWork implements TaskWork {
    static final int MAX_DATASETS = 200;
    private static final int HEAD_BYTES = 64 * 1024;

    private final SourceAccess source;
    private final DatasetCatalogue catalogue;

    DiscoveryWork(SourceAccess source, DatasetCatalogue catalogue) {
        this.source = source;
        this.catalogue = catalogue;
    }

    @Override
    public OperationType type() {
        return OperationType.DISCOVERY;
    }

    private static Payload read(JsonNode payload) {
        return new Payload(payload, "path");
    }

    @Override
    public List<Violation> violations(JsonNode payload) {
        Payload given = read(payload);
        given.path("path");
        return given.violations();
    }

    @Override
    public JsonNode run(AgentTask attempt, String taskId, JsonNode payload) throws AgentFailure, InterruptedException {
        SourcePath folder = Objects.requireNonNullElse(read(payload).path("path"), SourcePath.ROOT);
        Listing listing = source.patiently(attempt, from -> from.list(folder));
        List<SourceEntry> files = listing.files().stream()
                .filter(file -> file.path().endsWith(".csv"))
                .toList();
        List<DatasetView> known = Blocking.await(catalogue::list);
        ObjectNode result = Json.object().put("path", folder.toString());
        ArrayNode datasets = result.putArray("datasets");
        for (SourceEntry file : files.subList(0, Math.min(MAX_DATASETS, files.size()))) {
            ObjectNode found = source.patiently(attempt, from -> dataset(from, file));
            ArrayNode before = found.putArray("imported_before");
            known.stream()
                    .filter(dataset -> isFrom(file.path(), dataset.source()))
                    .forEach(dataset -> before.add(dataset.sha256()));
            datasets.add(found);
        }
        result.put("other_files", listing.files().size() - files.size());
        ArrayNode skipped = result.putArray("skipped");
        listing.unreadable().forEach(skipped::add);
        return result.put("truncated", listing.truncated() || files.size() > MAX_DATASETS);
    }

    /** By its path, as tasks import it, or by its name, as people do. */
    private static boolean isFrom(SourcePath path, String source) {
        return source.equals(path.toString()) || source.equals(path.name());
    }

    private static ObjectNode dataset(DataSource source, SourceEntry file) throws IOException, InterruptedException {
        FileName name = FileName.of(file.path().name());
        ObjectNode found = Json.object().put("path", file.path().toString()).put("bytes", file.bytes());
        found.put("symbol", name.symbol().orElse(null));
        try {
            SourceContent content = source.read(file.path(), HEAD_BYTES);
            byte[] lines = content.whole() ? content.bytes() : CsvHead.wholeLines(content.bytes());
            CsvHead head = CsvHead.read(lines);
            Timeframe timeframe = head.timeframe().or(name::timeframe).orElse(null);
            found.put(
                            "timeframe",
                            Optional.ofNullable(timeframe)
                                    .map(Timeframe::toString)
                                    .orElse(null))
                    .put("holds", head.trades() ? "trades" : "bars")
                    .put("first_time", Instant.ofEpochMilli(head.firstTime()).toString())
                    .put("rows_seen", head.rows());
            return judged(found, trouble(lines, timeframe, head.trades()));
        } catch (ImportException | UnusableFileException e) {
            return judged(found, Reason.of(e));
        }
    }

    /** Trades become bars of any timeframe. */
    private static @Nullable String trouble(byte[] lines, @Nullable Timeframe timeframe, boolean trades) {
        if (timeframe == null && !trades) {
            return "the distance between its bars is no timeframe";
        }
        try {
            CsvImport.read(lines, timeframe == null ? Timeframe.parse("1m") : timeframe, BadBars.DROP);
            return null;
        } catch (ImportException e) {
            return Reason.of(e);
        }
    }

    private static ObjectNode judged(ObjectNode found, @Nullable String trouble) {
        return found.put("importable", trouble == null).put("reason", trouble);
    }
}
