package io.ktrdr.worker.disk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.job.JobState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** {@code journal.jsonl}: what this worker ran, in order; proof that it never ran two jobs at once, nor one twice. */
public final class JobJournal {
    private static final Logger LOG = Logger.getLogger(JobJournal.class);
    private static final long ROTATE_BYTES = 16L << 20;

    private final Path file;
    private final ObjectMapper json;
    private final Clock clock;
    private final String incarnation;
    private final Optional<JournalLine> last;

    /** Reads what earlier processes left. */
    public JobJournal(WorkerHome home, ObjectMapper json, Clock clock, String incarnation) {
        this.file = home.root().resolve("journal.jsonl");
        this.json = json;
        this.clock = clock;
        this.incarnation = incarnation;
        try {
            last = Files.exists(file) ? Optional.ofNullable(readLast()) : Optional.empty();
            if (Files.exists(file) && Files.size(file) > ROTATE_BYTES) {
                Files.move(file, file.resolveSibling("journal.1.jsonl"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The last line an earlier process wrote: its state is running when that process died with the job. */
    public Optional<JournalLine> lastOfEarlierProcess() {
        return last;
    }

    /** Thread-safe; durable when it returns. */
    public synchronized void append(String claim, long token, JobState state, String specSha256) throws IOException {
        append(new JournalLine(clock.instant().toString(), claim, token, state, incarnation, specSha256));
    }

    private void append(JournalLine line) throws IOException {
        DurableFile.append(file, (json.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable JournalLine readLast() throws IOException {
        JournalLine found = null;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JournalLine parsed = parse(line);
                found = parsed == null ? found : parsed;
            }
        }
        endTornLine();
        return found;
    }

    /** A power cut in the middle of an append leaves half a line. */
    private @Nullable JournalLine parse(String line) {
        if (line.isBlank()) {
            return null;
        }
        try {
            return json.readValue(line, JournalLine.class);
        } catch (JsonProcessingException e) {
            LOG.warnf("%s has a damaged line, ignored", file);
            return null;
        }
    }

    private void endTornLine() throws IOException {
        long size = Files.size(file);
        if (size == 0) {
            return;
        }
        try (var channel = Files.newByteChannel(file)) {
            var lastByte = java.nio.ByteBuffer.allocate(1);
            channel.position(size - 1).read(lastByte);
            if (lastByte.array()[0] != '\n') {
                DurableFile.append(file, new byte[] {'\n'});
            }
        }
    }
}
