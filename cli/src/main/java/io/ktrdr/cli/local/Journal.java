package io.ktrdr.cli.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.audit.Finding;
import io.ktrdr.contracts.job.JobState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a worker has written down about its jobs: one line when a job begins, one when it ends. */
final class Journal {
    @Wire
    @JsonIgnoreProperties(ignoreUnknown = true)
    @RegisterForReflection
    record Line(String claim, long token, JobState state, String incarnation) {
        boolean isSameJobAs(Line other) {
            return claim.equals(other.claim) && token == other.token;
        }
    }

    private record Order(String claim, long token) {}

    private final List<Line> lines;

    private Journal(List<Line> lines) {
        this.lines = lines;
    }

    /** Half a line, left by a power cut, is passed over, as by the worker itself. */
    static Journal of(Stream<String> text, ObjectMapper json) {
        List<Line> lines = new ArrayList<>();
        text.filter(line -> !line.isBlank()).forEach(line -> {
            try {
                lines.add(json.readValue(line, Line.class));
            } catch (JsonProcessingException e) {
                // the other half was never written
            }
        });
        return new Journal(lines);
    }

    List<Finding> findings(String worker) {
        List<Finding> findings = new ArrayList<>();
        Set<Order> begun = new HashSet<>();
        @Nullable Line open = null;
        for (Line line : lines) {
            if (line.state().isOver()) {
                open = open != null && open.isSameJobAs(line) ? null : open;
                continue;
            }
            if (!begun.add(new Order(line.claim(), line.token()))) {
                findings.add(FolderRule.JOB_RUN_TWICE.broken(line.claim(), worker + " with token " + line.token()));
            }
            // a process that died with its job left it open: its successor is another incarnation
            if (open != null && open.incarnation().equals(line.incarnation())) {
                findings.add(
                        FolderRule.TWO_JOBS_AT_ONCE.broken(line.claim(), worker + " while it ran " + open.claim()));
            }
            open = line;
        }
        return findings;
    }
}
