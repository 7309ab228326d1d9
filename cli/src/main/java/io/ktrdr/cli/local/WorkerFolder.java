package io.ktrdr.cli.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.contracts.audit.Finding;
import io.ktrdr.contracts.worker.RunningJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one worker keeps on disk, as another process sees it. */
final class WorkerFolder {
    private static final String REPORT = ".json";

    private final Path folder;
    private final String name;
    private final ObjectMapper json;

    WorkerFolder(Path folder, ObjectMapper json) {
        this.folder = folder;
        this.name = folder.getFileName().toString();
        this.json = json;
    }

    String name() {
        return name;
    }

    /**
     * @param alive   its process runs, so that its results should be on their way
     * @param running what the worker says it runs; null for nothing, or when it cannot be asked
     */
    List<Finding> findings(boolean alive, @Nullable RunningJob running) {
        try {
            List<Finding> findings = new ArrayList<>();
            mark(running, findings);
            findings.addAll(Journal.of(journal(), json).findings(name));
            if (alive) {
                reports(folder.resolve("outbox"), FolderRule.REPORT_WAITING, findings);
            }
            reports(folder.resolve("outbox/rejected"), FolderRule.REPORT_REJECTED, findings);
            return findings;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot read " + folder + ": " + Home.reason(e));
        }
    }

    private void mark(@Nullable RunningJob running, List<Finding> findings) throws IOException {
        Path file = folder.resolve("mark");
        try {
            long mark = Long.parseLong(Files.readString(file).strip());
            if (running != null && mark < running.token()) {
                findings.add(FolderRule.MARK_BEHIND.broken(
                        running.claim(), "%s: mark %d, token %d".formatted(name, mark, running.token())));
            }
        } catch (NoSuchFileException e) {
            if (running != null) {
                findings.add(FolderRule.MARK_BEHIND.broken(
                        running.claim(), "%s: no mark, token %d".formatted(name, running.token())));
            }
        } catch (NumberFormatException e) {
            findings.add(FolderRule.MARK_DAMAGED.broken(null, file.toString()));
        }
    }

    /** The older part first. */
    private Stream<String> journal() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String part : List.of("journal.1.jsonl", "journal.jsonl")) {
            Path file = folder.resolve(part);
            if (Files.exists(file)) {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        return text.toString().lines();
    }

    /** Each is named {@code CLAIM-TOKEN.json}. */
    private void reports(Path outbox, FolderRule rule, List<Finding> findings) throws IOException {
        if (!Files.isDirectory(outbox)) {
            return;
        }
        try (Stream<Path> files = Files.list(outbox)) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(REPORT))
                    .sorted()
                    .forEach(file -> findings.add(rule.broken(claim(file), name + ": " + file)));
        }
    }

    private static String claim(String file) {
        int token = file.lastIndexOf('-');
        return token < 0 ? file : file.substring(0, token);
    }
}
