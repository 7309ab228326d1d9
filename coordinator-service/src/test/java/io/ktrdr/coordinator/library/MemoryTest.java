package io.ktrdr.coordinator.library;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.assess.Assessment;
import io.ktrdr.coordinator.assess.HypothesisOutcome;
import io.ktrdr.coordinator.assess.HypothesisOutcome.Outcome;
import io.ktrdr.coordinator.assess.Verdict;
import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.design.TemplateDesigner;
import io.ktrdr.quant.strategy.StrategySpec;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;

/** A memory with lessons in it, each with valid defaults. */
abstract class MemoryTest extends CoordinatorTest {
    protected static final DatasetFacts BITCOIN = new DatasetFacts("BTC-USD", "4h", 20_000);

    @Inject
    protected ResearchMemory memory;

    protected static <T> T await(Supplier<Uni<T>> call) {
        try {
            return VertxContextSupport.subscribeAndAwait(call);
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    protected void remember(ALesson lesson) {
        await(() -> memory.remember(lesson.build()));
    }

    /** Of which a test says only what it is about. */
    protected static final class ALesson {
        private final String research;
        private String brief = "Explore RSI variations";
        private String market = "BTC-USD";
        private Verdict verdict = Verdict.POOR;
        private List<String> weaknesses = List.of();
        private List<String> suggestions = List.of();
        private List<String> hypotheses = List.of();
        private List<HypothesisOutcome> outcomes = List.of();

        private ALesson(String research) {
            this.research = research;
        }

        static ALesson of(String research) {
            return new ALesson(research);
        }

        ALesson brief(String text) {
            brief = text;
            return this;
        }

        ALesson on(String symbol) {
            market = symbol;
            return this;
        }

        ALesson found(Verdict what) {
            verdict = what;
            return this;
        }

        ALesson weakness(String text) {
            weaknesses = List.of(text);
            return this;
        }

        ALesson suggests(String text) {
            suggestions = List.of(text);
            return this;
        }

        ALesson supposes(String... texts) {
            hypotheses = List.of(texts);
            return this;
        }

        ALesson judges(String id, Outcome outcome) {
            outcomes = List.of(new HypothesisOutcome(id, outcome, "seen by " + research));
            return this;
        }

        ALesson judges(HypothesisOutcome... all) {
            outcomes = List.of(all);
            return this;
        }

        Lesson build() {
            StrategySpec strategy = TemplateDesigner.design("Explore RSI variations", 1, BITCOIN, List.of());
            return new Lesson(
                    research,
                    brief,
                    strategy,
                    "strategy",
                    market,
                    new Assessment(verdict, List.of(), weaknesses, suggestions, hypotheses, outcomes, "test"));
        }
    }

    /** A dataset whose hash is its symbol. */
    protected void hasDataset(String symbol) {
        database.pastConstraints("""
                INSERT INTO dataset (sha256, symbol, timeframe, bars, first_bar, last_bar, source, quality, imported_at)
                VALUES (?, ?, '4h', 1, now(), now(), 's', '{}', now())
                """, symbol, symbol);
    }

    /** Its id. */
    protected String hypothesis(String text) {
        return String.valueOf(database.text("SELECT id FROM hypothesis WHERE text = ?", text));
    }

    protected String statusOfHypothesis(String id) {
        return String.valueOf(database.text("SELECT status FROM hypothesis WHERE id = ?", id));
    }
}
