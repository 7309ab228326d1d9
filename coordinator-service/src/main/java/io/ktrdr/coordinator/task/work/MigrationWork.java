package io.ktrdr.coordinator.task.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.problem.Violation;
import io.ktrdr.coordinator.agent.AgentFailure;
import io.ktrdr.coordinator.agent.AgentTask;
import io.ktrdr.coordinator.agent.Blocking;
import io.ktrdr.coordinator.agent.TaskWork;
import io.ktrdr.coordinator.library.StrategyLibrary;
import io.ktrdr.coordinator.library.StrategyLibrary.Stored;
import io.ktrdr.coordinator.lock.Lock;
import io.ktrdr.coordinator.lock.Resource;
import io.ktrdr.coordinator.repository.MainFile;
import io.ktrdr.coordinator.repository.ResearchBranches;
import io.ktrdr.coordinator.repository.StrategyRepository;
import io.ktrdr.coordinator.service.DataSource;
import io.ktrdr.coordinator.service.Listing;
import io.ktrdr.coordinator.service.SourceContent;
import io.ktrdr.coordinator.service.SourceEntry;
import io.ktrdr.coordinator.service.SourcePath;
import io.ktrdr.coordinator.service.UnusableFileException;
import io.ktrdr.quant.strategy.InvalidStrategyException;
import io.ktrdr.quant.strategy.StrategyMigration;
import io.ktrdr.quant.strategy.StrategyMigration.Migrated;
import io.ktrdr.quant.strategy.StrategyMigration.Outcome;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings strategies to the newest schema version: those of the library, or files of the data source, which get into the library
 * by that. What was there stays; the migrated one is the newest of its name from then on. Again, it changes nothing.
 */
@Singleton
final class MigrationWork implements TaskWork {
    private static final int PAGE = 100;
    private static final int MAX_STRATEGY_BYTES = 64 * 1024;
    private static final String[] ENDINGS = {".yaml", ".yml"};

    private final SourceAccess source;
    private final StrategyLibrary library;
    private final Optional<ResearchBranches> branches;

    MigrationWork(SourceAccess source, StrategyLibrary library, StrategyRepository repository) {
        this.source = source;
        this.library = library;
        this.branches = repository.branches();
    }

    @Override
    public OperationType type() {
        return OperationType.MIGRATION;
    }

    private static Payload read(JsonNode payload) {
        return new Payload(payload, "strategy", "path");
    }

    @Override
    public List<Violation> violations(JsonNode payload) {
        Payload given = read(payload);
        String strategy = given.text("strategy");
        given.path("path");
        if (strategy != null && strategy.isBlank()) {
            given.wrong("strategy", "must be the name of a strategy");
        }
        if (given.has("strategy") && given.has("path")) {
            given.wrong("path", "give a strategy of the library or a path in the data source, not both");
        }
        return given.violations();
    }

    /** One strategy, or any: which ones are behind the times is found out on the way. */
    @Override
    public List<Lock> locks(JsonNode payload) {
        String resource = "strategy:" + payload.path("strategy").asText("*");
        return List.of(Lock.write(Resource.isOne(resource) ? resource : "strategy:*"));
    }

    @Override
    public JsonNode run(AgentTask attempt, String taskId, JsonNode payload) throws AgentFailure, InterruptedException {
        Payload given = read(payload);
        String strategy = given.text("strategy");
        SourcePath path = given.path("path");
        MigrationReport report = new MigrationReport();
        if (path != null && path.endsWith(ENDINGS)) {
            file(attempt, path, report);
        } else if (path != null) {
            folder(attempt, path, report);
        } else if (strategy != null) {
            ofLibrary(strategy, report);
        } else {
            wholeLibrary(report);
        }
        return report.result();
    }

    private void ofLibrary(String strategy, MigrationReport report) throws AgentFailure, InterruptedException {
        Stored stored = Blocking.await(() -> library.newest(strategy))
                .orElseThrow(() ->
                        new AgentFailure(FailureClass.JOB, "unknown_strategy", "No strategy is called " + strategy));
        named(stored, report);
    }

    /** What a name means: the file on main, which is migrated there too; else what the library has. */
    private void named(Stored stored, MigrationReport report) throws AgentFailure, InterruptedException {
        try {
            Optional<MainFile> file = branches.isPresent() ? branches.get().onMain(stored.name()) : Optional.empty();
            MigrationReport.Entry entry = report.strategy(stored.name());
            Optional<Outcome> outcome = migrate(entry, file.map(MainFile::text).orElse(stored.yaml()));
            if (file.isPresent() && outcome.isPresent() && outcome.get() instanceof Migrated migrated) {
                // one that somebody changes at this moment is his, and is migrated another time
                branches.get()
                        .replace(
                                file.get(),
                                migrated.yaml(),
                                "Migrate " + stored.name() + " to version "
                                        + migrated.strategy().schemaVersion() + "\n");
            }
        } catch (IOException e) {
            throw new AgentFailure(
                    FailureClass.ATTENTION,
                    "repository_unusable",
                    "the strategy repository cannot be used: " + StrategyRepository.reason(e));
        }
    }

    private void wholeLibrary(MigrationReport report) throws AgentFailure, InterruptedException {
        List<Stored> page;
        String after = "";
        do {
            String last = after;
            page = Blocking.await(() -> library.newestOfEachName(last, PAGE));
            for (Stored stored : page) {
                named(stored, report);
                after = stored.name();
            }
        } while (page.size() == PAGE);
    }

    private void file(AgentTask attempt, SourcePath path, MigrationReport report)
            throws AgentFailure, InterruptedException {
        Text text = source.patiently(attempt, from -> text(from, path));
        if (text.trouble() != null) {
            throw new AgentFailure(FailureClass.JOB, "unusable_file", text.trouble());
        }
        migrate(report.file(path, true), text.yaml());
    }

    /** A file that is not to be had does not stop the others. */
    private void folder(AgentTask attempt, SourcePath path, MigrationReport report)
            throws AgentFailure, InterruptedException {
        Listing listing = source.patiently(attempt, from -> from.list(path));
        report.listed(listing);
        for (SourceEntry entry : listing.files()) {
            if (entry.path().endsWith(ENDINGS)) {
                Text text = source.patiently(attempt, from -> text(from, entry.path()));
                MigrationReport.Entry entered = report.file(entry.path(), false);
                if (text.trouble() == null) {
                    migrate(entered, text.yaml());
                } else {
                    entered.unreadable(text.trouble());
                }
            }
        }
    }

    /** What is in a file, or why that is no text. */
    private record Text(String yaml, @Nullable String trouble) {}

    private static Text text(DataSource from, SourcePath path) throws IOException, InterruptedException {
        try {
            SourceContent content = from.read(path, MAX_STRATEGY_BYTES);
            return content.whole()
                    ? new Text(decoded(content.bytes()), null)
                    : new Text("", path + " is larger than " + MAX_STRATEGY_BYTES / 1024 + " KiB");
        } catch (UnusableFileException e) {
            return new Text("", e.getMessage());
        } catch (CharacterCodingException e) {
            return new Text("", path + " is not written in UTF-8");
        }
    }

    private static String decoded(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /** Empty when it cannot be read. */
    private Optional<Outcome> migrate(MigrationReport.Entry entry, String yaml) throws InterruptedException {
        Outcome outcome;
        try {
            outcome = StrategyMigration.toNewest(yaml);
        } catch (InvalidStrategyException e) {
            entry.unreadable(Reason.of(e));
            return Optional.empty();
        }
        boolean stored = Blocking.await(() -> library.keep(outcome.strategy()));
        entry.is(outcome, stored);
        return Optional.of(outcome);
    }
}
