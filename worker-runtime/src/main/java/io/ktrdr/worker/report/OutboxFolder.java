package io.ktrdr.worker.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.worker.disk.DurableFile;
import io.ktrdr.worker.disk.WorkerHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * {@code outbox/}: for each result {@code <claim>-<token>.json}, and beside it a folder of the same name with the artifacts
 * it names, each under its hash. The folder is filled first, so that an entry is whole as soon as it exists.
 */
public final class OutboxFolder {
    private static final Logger LOG = Logger.getLogger(OutboxFolder.class);
    private static final String ENTRY = ".json";

    private final Path root;
    private final Path rejected;
    private final ObjectMapper json;

    public OutboxFolder(WorkerHome home, ObjectMapper json) {
        this.root = home.root().resolve("outbox");
        this.rejected = root.resolve("rejected");
        this.json = json;
        try {
            Files.createDirectories(rejected);
        } catch (IOException e) {
            throw new IllegalStateException(root + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Keeps an artifact for the result to come; returns its SHA-256. */
    public String keep(String claim, long token, byte[] content) throws IOException {
        String sha256 = Sha256.of(content);
        Path folder = root.resolve(OutboxEntry.name(claim, token));
        Files.createDirectories(folder);
        DurableFile.replace(folder.resolve(sha256), content);
        return sha256;
    }

    byte[] artifact(OutboxEntry entry, String sha256) throws IOException {
        return Files.readAllBytes(root.resolve(entry.name()).resolve(sha256));
    }

    void write(OutboxEntry entry) throws IOException {
        DurableFile.replace(root.resolve(entry.name() + ENTRY), json.writeValueAsBytes(entry));
    }

    /** What earlier processes could not deliver, oldest first; artifacts that no entry names are removed. */
    List<OutboxEntry> load() throws IOException {
        List<OutboxEntry> found = new ArrayList<>();
        for (Path file : files()) {
            try {
                found.add(json.readValue(Files.readAllBytes(file), OutboxEntry.class));
            } catch (JacksonException e) {
                LOG.errorf("%s is damaged, moved to rejected: %s", file, e.getOriginalMessage());
                Files.move(file, rejected.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        removeOrphans(found.stream().map(OutboxEntry::name).toList());
        return found;
    }

    /** Removes what belongs to this attempt, entry and artifacts. */
    public void remove(String claim, long token) throws IOException {
        Path entry = root.resolve(OutboxEntry.name(claim, token) + ENTRY);
        Files.deleteIfExists(entry);
        removeFolder(root.resolve(OutboxEntry.name(claim, token)));
    }

    /** Set aside for a person to look at, artifacts included. */
    void reject(OutboxEntry entry) throws IOException {
        Path artifacts = root.resolve(entry.name());
        if (Files.isDirectory(artifacts)) {
            Path target = rejected.resolve(entry.name());
            removeFolder(target);
            Files.move(artifacts, target);
        }
        Path file = root.resolve(entry.name() + ENTRY);
        if (Files.exists(file)) {
            Files.move(file, rejected.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } else {
            DurableFile.replace(rejected.resolve(file.getFileName()), json.writeValueAsBytes(entry));
        }
        DurableFile.forceFolder(rejected);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(file -> file.getFileName().toString().endsWith(ENTRY))
                    .sorted(Comparator.comparingLong(OutboxFolder::modified))
                    .toList();
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    private void removeOrphans(List<String> entries) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                if (!folder.equals(rejected)
                        && !entries.contains(folder.getFileName().toString())) {
                    removeFolder(folder);
                }
            }
        }
    }

    private static void removeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
