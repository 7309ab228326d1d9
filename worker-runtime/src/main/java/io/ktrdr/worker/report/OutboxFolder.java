package io.ktrdr.worker.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.worker.disk.DurableFile;
import io.ktrdr.worker.disk.WorkerHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * {@code outbox/}: for each result {@code <claim>-<token>.json}, and beside it a folder of the same name with the artifacts
 * it names, each under its hash. The folder is filled first, so that an entry is whole as soon as it exists; and it goes
 * last, so that whatever is found without an entry is nobody's.
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

    /** Keeps an artifact for the result to come. */
    public void keep(String claim, long token, String sha256, byte[] content) throws IOException {
        keep(root.resolve(OutboxEntry.name(claim, token)), sha256, content);
    }

    private static void keep(Path folder, String sha256, byte[] content) throws IOException {
        Files.createDirectories(folder);
        DurableFile.replace(folder.resolve(sha256), content);
    }

    /** @throws IOException also when the file holds something else than its name says */
    byte[] artifact(OutboxEntry entry, String sha256) throws IOException {
        byte[] content = readArtifact(entry, sha256);
        if (!Sha256.of(content).equals(sha256)) {
            throw new IOException("artifact " + sha256 + " is damaged");
        }
        return content;
    }

    /** It may have been set aside by a process that died before it could finish that. */
    private byte[] readArtifact(OutboxEntry entry, String sha256) throws IOException {
        try {
            return Files.readAllBytes(root.resolve(entry.name()).resolve(sha256));
        } catch (NoSuchFileException e) {
            return Files.readAllBytes(rejected.resolve(entry.name()).resolve(sha256));
        }
    }

    /** @param unwritten artifacts that are not in the folder yet, by hash */
    void write(OutboxEntry entry, Map<String, byte[]> unwritten) throws IOException {
        for (Map.Entry<String, byte[]> artifact : unwritten.entrySet()) {
            keep(root.resolve(entry.name()), artifact.getKey(), artifact.getValue());
        }
        DurableFile.replace(file(entry), json.writeValueAsBytes(entry));
    }

    private Path file(OutboxEntry entry) {
        return root.resolve(entry.name() + ENTRY);
    }

    /** What earlier processes could not deliver, oldest first; artifacts that no entry names are removed. */
    List<OutboxEntry> load() throws IOException {
        List<OutboxEntry> found = new ArrayList<>();
        for (Path file : files()) {
            Optional<OutboxEntry> entry = parse(file);
            if (entry.isPresent()) {
                found.add(entry.get());
            } else {
                LOG.errorf("%s is damaged, moved to rejected", file);
                Files.move(file, rejected.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        found.sort(Comparator.comparingLong(entry -> entry.report().token()));
        removeOrphans(found.stream().map(OutboxEntry::name).toList());
        return found;
    }

    private Optional<OutboxEntry> parse(Path file) throws IOException {
        try {
            return Optional.ofNullable(json.readValue(Files.readAllBytes(file), OutboxEntry.class))
                    .filter(OutboxEntry::isWhole);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Removes what belongs to this attempt, entry and artifacts. */
    public void remove(String claim, long token) throws IOException {
        String name = OutboxEntry.name(claim, token);
        Files.deleteIfExists(root.resolve(name + ENTRY));
        removeFolder(root.resolve(name));
    }

    /**
     * Sets an entry aside for a person to look at, artifacts included, and puts another in its place. Wherever this is cut
     * off, the entry is still in the outbox or the other one is: doing it again finishes it.
     *
     * @param unwritten artifacts that are not in the folder, by hash
     */
    void replace(OutboxEntry entry, Map<String, byte[]> unwritten, OutboxEntry by) throws IOException {
        setAside(entry, entry.name(), unwritten);
        DurableFile.replace(file(by), json.writeValueAsBytes(by));
    }

    /** Sets aside what was put in another's place, and was refused as well. */
    void reject(OutboxEntry entry) throws IOException {
        setAside(entry, entry.name() + ".rejection", Map.of());
        remove(entry.claim(), entry.report().token());
    }

    private void setAside(OutboxEntry entry, String name, Map<String, byte[]> unwritten) throws IOException {
        DurableFile.replace(rejected.resolve(name + ENTRY), json.writeValueAsBytes(entry));
        for (Map.Entry<String, byte[]> artifact : unwritten.entrySet()) {
            keep(rejected.resolve(name), artifact.getKey(), artifact.getValue());
        }
        Path artifacts = root.resolve(name);
        if (Files.isDirectory(artifacts)) {
            moveFolder(artifacts, rejected.resolve(name));
        }
        DurableFile.forceFolder(rejected);
    }

    private static void moveFolder(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : list(from)) {
            Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.delete(from);
    }

    private List<Path> files() throws IOException {
        return list(root).stream()
                .filter(file -> file.getFileName().toString().endsWith(ENTRY))
                .toList();
    }

    /** What a process leaves behind that dies between two steps. */
    private void removeOrphans(List<String> entries) throws IOException {
        for (Path path : list(root)) {
            String name = path.getFileName().toString();
            if (name.endsWith(DurableFile.TEMPORARY)) {
                Files.deleteIfExists(path);
            } else if (Files.isDirectory(path) && !path.equals(rejected) && !entries.contains(name)) {
                removeFolder(path);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
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
