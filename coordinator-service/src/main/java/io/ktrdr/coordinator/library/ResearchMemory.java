package io.ktrdr.coordinator.library;

import io.ktrdr.contracts.WireName;
import io.ktrdr.contracts.memory.HypothesisStatus;
import io.ktrdr.coordinator.assess.Assessment;
import io.ktrdr.coordinator.assess.HypothesisOutcome;
import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What all researches have learned so far; shared by all, read by the next design. */
@Singleton
public final class ResearchMemory {
    /** Of the most relevant experiments, so many a model is shown when it designs; more would cost more than it tells. */
    public static final int SHOWN_TO_A_MODEL = 12;

    private static final Logger LOG = Logger.getLogger(ResearchMemory.class);

    private final Database database;

    ResearchMemory(Database database) {
        this.database = database;
    }

    /** The newest experiments, the newest first. */
    public Uni<List<Experiment>> newest(int howMany) {
        return database.execute(MemorySql.NEWEST, Tuple.of(howMany)).map(rows -> all(rows, ResearchMemory::experiment));
    }

    /** What bears on a brief, at most so many of each kind. The same state of the memory gives the same answer. */
    public Uni<Relevant> relevant(String brief, DatasetFacts dataset, int howMany) {
        String words = Kept.document(brief);
        Tuple experiments = Tuple.of(words, dataset.symbol() + "/" + dataset.timeframe(), howMany);
        Tuple hypotheses = Tuple.of(words, howMany);
        return database.statement(client -> client.preparedQuery(MemorySql.RELEVANT_EXPERIMENTS)
                .execute(experiments)
                .chain(tried -> client.preparedQuery(MemorySql.RELEVANT_HYPOTHESES)
                        .execute(hypotheses)
                        .map(open -> new Relevant(
                                all(tried, ResearchMemory::experiment), all(open, ResearchMemory::hypothesis)))));
    }

    /**
     * All of it or nothing. Remembering the same research again changes nothing, also when two do it at once and whatever the
     * second one says.
     */
    public Uni<Void> remember(Lesson lesson) {
        return database.transaction(connection -> connection
                .preparedQuery(MemorySql.NOTE)
                .execute(note(lesson))
                .chain(noted -> noted.rowCount() == 0
                        ? Uni.createFrom().voidItem()
                        // judged before it supposes anything: nobody's own supposition is judged by himself
                        : judge(connection, lesson).chain(() -> suppose(connection, lesson))));
    }

    private static Tuple note(Lesson lesson) {
        Assessment assessment = lesson.assessment();
        return Tuple.tuple()
                .addString(lesson.researchId())
                .addString(lesson.strategy().name())
                .addString(lesson.strategySha256())
                .addString(Kept.text(lesson.strategy().family()))
                .addString(lesson.datasetSha256())
                .addString(WireName.of(assessment.verdict()))
                .addString(Json.tree(assessment).toString())
                .addString(Kept.document(lesson.brief()))
                .addString(indicators(lesson))
                .addString(lines(assessment.strengths(), assessment.weaknesses()))
                .addString(lines(assessment.suggestions()));
    }

    private static String indicators(Lesson lesson) {
        return String.join(
                " ",
                lesson.strategy().indicators().stream()
                        .map(use -> use.name())
                        .distinct()
                        .sorted()
                        .toList());
    }

    @SafeVarargs
    private static String lines(List<String>... texts) {
        return Kept.document(
                String.join("\n", Stream.of(texts).flatMap(List::stream).toList()));
    }

    private static Uni<Void> judge(SqlConnection connection, Lesson lesson) {
        Map<String, HypothesisOutcome> byId = new LinkedHashMap<>();
        lesson.assessment().hypothesisOutcomes().forEach(said -> byId.putIfAbsent(Kept.text(said.id()), said));
        if (byId.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Collection<HypothesisOutcome> outcomes = byId.values();
        Tuple values = Tuple.tuple()
                .addString(lesson.researchId())
                .addArrayOfString(byId.keySet().toArray(String[]::new))
                .addArrayOfString(strings(outcomes, said -> said.outcome().wireName()))
                .addArrayOfString(strings(outcomes, said -> Kept.text(said.evidence())));
        return connection
                .preparedQuery(MemorySql.JUDGE)
                .execute(values)
                .invoke(known -> warnOfUnknown(lesson.researchId(), byId.keySet(), known))
                .replaceWithVoid();
    }

    private static void warnOfUnknown(String research, Set<String> said, RowSet<Row> known) {
        Set<String> unknown = new HashSet<>(said);
        known.forEach(row -> unknown.remove(row.getString("id")));
        if (!unknown.isEmpty()) {
            LOG.infof("Research %s judges hypotheses that nobody knows: %s", research, unknown);
        }
    }

    private static Uni<Void> suppose(SqlConnection connection, Lesson lesson) {
        List<String> texts = lesson.assessment().hypotheses().stream()
                .map(Kept::text)
                .filter(text -> !text.isEmpty())
                .toList();
        if (texts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(MemorySql.SUPPOSE)
                .execute(Tuple.tuple().addString(lesson.researchId()).addArrayOfString(strings(texts, text -> text)))
                .replaceWithVoid();
    }

    private static <T> String[] strings(Collection<T> items, Function<T, String> of) {
        return items.stream().map(of).toArray(String[]::new);
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(mapping.apply(row)));
        return all;
    }

    private static Experiment experiment(Row row) {
        return new Experiment(
                row.getString("research_id"),
                row.getString("brief"),
                row.getString("strategy_name"),
                row.getString("family"),
                row.getString("market"),
                row.getString("verdict"),
                row.getString("findings"),
                row.getString("suggestions"),
                row.getString("yaml"),
                row.getFloat("relevance"));
    }

    private static Hypothesis hypothesis(Row row) {
        return new Hypothesis(
                row.getString("id"),
                row.getString("text"),
                HypothesisStatus.of(row.getString("status")),
                row.getString("evidence"),
                row.getFloat("relevance"));
    }
}
