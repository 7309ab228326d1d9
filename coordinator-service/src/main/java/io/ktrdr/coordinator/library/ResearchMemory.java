package io.ktrdr.coordinator.library;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What all researches have learned so far; shared by all, read by the next design. */
@ApplicationScoped
public class ResearchMemory {
    private final Sessions sessions;
    private final Clock clock;

    ResearchMemory(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A strategy that was tried, and what was thought of it. */
    public record Remembered(String strategyYaml, String verdict) {}

    /**
     * What to remember of a research.
     *
     * @param note its assessment, as JSON text
     */
    public record Lesson(
            String researchId,
            String strategyName,
            String strategySha256,
            String family,
            String datasetSha256,
            String verdict,
            String note) {}

    /** The newest first. */
    public Uni<List<Remembered>> recall(int howMany) {
        return sessions.read(() -> MemoryNote.newest(howMany).chain(ResearchMemory::withStrategies));
    }

    private static Uni<List<Remembered>> withStrategies(List<MemoryNote> notes) {
        List<String> hashes =
                notes.stream().map(note -> note.strategySha256).distinct().toList();
        return Strategy.<Strategy>list("sha256 in ?1", hashes).map(strategies -> join(notes, strategies));
    }

    private static List<Remembered> join(List<MemoryNote> notes, List<Strategy> strategies) {
        Map<String, String> yamlByHash =
                strategies.stream().collect(Collectors.toMap(strategy -> strategy.sha256, strategy -> strategy.yaml));
        List<Remembered> remembered = new ArrayList<>();
        for (MemoryNote note : notes) {
            String yaml = yamlByHash.get(note.strategySha256);
            if (yaml != null) {
                remembered.add(new Remembered(yaml, note.verdict));
            }
        }
        return remembered;
    }

    /** Remembering the same research again changes nothing. */
    public Uni<Void> remember(Lesson lesson) {
        return sessions.write(() -> MemoryNote.<MemoryNote>findById(lesson.researchId())
                .onItem()
                .ifNull()
                .switchTo(() -> entity(lesson).persist())
                .replaceWithVoid());
    }

    private MemoryNote entity(Lesson lesson) {
        MemoryNote note = new MemoryNote();
        note.researchId = lesson.researchId();
        note.strategyName = lesson.strategyName();
        note.strategySha256 = lesson.strategySha256();
        note.family = lesson.family();
        note.datasetSha256 = lesson.datasetSha256();
        note.verdict = lesson.verdict();
        note.note = lesson.note();
        note.createdAt = clock.instant();
        return note;
    }
}
