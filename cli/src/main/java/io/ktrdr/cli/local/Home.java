package io.ktrdr.cli.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one local ktrdr:
 *
 * <pre>
 * local.json            settings of the last start
 * supervisor.lock       held by the supervisor as long as it lives
 * models.yaml           language models, where its owner wrote one
 * source/               data source of tasks, unless another one was given
 * strategies/           the strategy repository, and the worktrees of researches
 * run/NAME.json         one for each process: pid, birth, port, state
 * logs/NAME.log         what each process says
 * postgres/             server programs, data, password
 * workers/NAME/         what a worker keeps across restarts
 * </pre>
 */
public final class Home {
    static final String SUPERVISOR = "supervisor";

    private final Path folder;
    private final ObjectMapper json;

    Home(Path folder, ObjectMapper json) {
        this.folder = folder;
        this.json = json;
    }

    /** @param option the folder as given; null for {@code ~/.ktrdr} */
    public static Home of(@Nullable String option, ObjectMapper json) {
        Path folder = option == null || option.isBlank()
                ? Path.of(System.getProperty("user.home"), ".ktrdr")
                : Path.of(option);
        return new Home(folder.toAbsolutePath().normalize(), json);
    }

    public List<URI> coordinatorUrls() {
        return settings().orElse(LocalSettings.DEFAULT).coordinatorUrls().stream()
                .map(URI::create)
                .toList();
    }

    public URI registryUrl() {
        return URI.create(settings().orElse(LocalSettings.DEFAULT).registryUrl());
    }

    Path folder() {
        return folder;
    }

    Path postgres() {
        return folder.resolve("postgres");
    }

    Path lockFile() {
        return folder.resolve("supervisor.lock");
    }

    Path models() {
        return folder.resolve("models.yaml");
    }

    Path source() {
        return folder.resolve("source");
    }

    Path strategies() {
        return folder.resolve("strategies");
    }

    Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    Path worker(String name) {
        return folder.resolve("workers").resolve(name);
    }

    /** Makes the folders, and fails where that is not possible. */
    void create() {
        try {
            for (String part : List.of("run", "logs", "workers", "postgres", "source")) {
                Files.createDirectories(folder.resolve(part));
            }
            Files.delete(Files.createTempFile(folder, "writable", null));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot write to " + folder + ": " + reason(e));
        }
    }

    Optional<LocalSettings> settings() {
        return read(settingsFile(), LocalSettings.class);
    }

    void save(LocalSettings settings) {
        write(settingsFile(), settings);
    }

    Optional<RunningProcess> supervisor() {
        return read(runFile(SUPERVISOR), RunningProcess.class).filter(RunningProcess::isAlive);
    }

    /** Every process that was started and not stopped, alive or not, in starting order. */
    List<RunningProcess> processes() {
        Path run = folder.resolve("run");
        if (!Files.isDirectory(run)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .filter(file -> !file.equals(runFile(SUPERVISOR)))
                    .flatMap(file -> read(file, RunningProcess.class).stream())
                    .sorted(Comparator.comparing((RunningProcess process) -> ServiceKind.of(process.name()))
                            .thenComparingInt(RunningProcess::port))
                    .toList();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot read " + run + ": " + reason(e));
        }
    }

    /** Of workers that ran here at any time. */
    List<WorkerFolder> workerFolders() {
        Path workers = folder.resolve("workers");
        if (!Files.isDirectory(workers)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(workers)) {
            return folders.filter(Files::isDirectory)
                    .sorted()
                    .map(worker -> new WorkerFolder(worker, json))
                    .toList();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot read " + workers + ": " + reason(e));
        }
    }

    void save(RunningProcess process) {
        write(runFile(process.name()), process);
    }

    void forget(String name) {
        try {
            Files.deleteIfExists(runFile(name));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot delete " + runFile(name) + ": " + reason(e));
        }
    }

    /** In words: the exceptions of the file system say what happened by their class only. */
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case NoSuchFileException missing -> "no file or folder " + missing.getFile();
            case FileAlreadyExistsException existing -> existing.getFile() + " is no folder";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private Path settingsFile() {
        return folder.resolve("local.json");
    }

    private Path runFile(String name) {
        return folder.resolve("run").resolve(name + ".json");
    }

    private <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Optional.of(json.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAULT, "Cannot read " + file + ": " + reason(e) + "\nDelete that file if it is damaged");
        }
    }

    /** Whole or not at all: others read it while it is replaced. */
    private void write(Path file, Object content) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.write(next, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot write " + file + ": " + reason(e));
        }
    }
}
