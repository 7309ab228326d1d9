package io.ktrdr.coordinator.research;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.coordinator.research.SimulatedResearch.Event;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens, in whatever order; the simulated research checks the diagram at every step. */
class ResearchPropertyTest {
    /** Four phases; each tick places, each answer completes, one more tick ends it. */
    private static final int ROUNDS_TO_THE_END = 6;

    @Property(tries = 2_000, seed = "2025")
    void it_always_ends_once_workers_answer(@ForAll("stories") List<Event> story) {
        SimulatedResearch research = new SimulatedResearch();
        story.forEach(research::happens);
        for (int round = 0; round < ROUNDS_TO_THE_END && !research.isOver(); round++) {
            research.happens(Event.TICK_WITH_SOMEBODY_FREE);
            research.happens(Event.COMPLETED);
        }
        assertTrue(research.isOver(), () -> "still " + research.now());
    }

    @Property(tries = 500, seed = "2025")
    void what_is_over_stays_over(@ForAll("stories") List<Event> before, @ForAll("stories") List<Event> after) {
        SimulatedResearch research = new SimulatedResearch();
        before.forEach(research::happens);
        research.happens(Event.TICK_WITH_SOMEBODY_FREE);
        research.happens(Event.FAILED_JOB);
        research.happens(Event.TICK_WITH_NOBODY_FREE);
        assertTrue(research.isOver());
        OperationStatus end = research.now().status();
        after.forEach(research::happens);
        assertEquals(end, research.now().status());
    }

    @Provide
    Arbitrary<List<Event>> stories() {
        // ticks and completions are frequent, so that stories get far
        return Arbitraries.frequency(
                        Tuple.of(8, Event.TICK_WITH_SOMEBODY_FREE),
                        Tuple.of(5, Event.COMPLETED),
                        Tuple.of(2, Event.TICK_WITH_NOBODY_FREE),
                        Tuple.of(1, Event.REJECTED_BY_THE_GATE),
                        Tuple.of(1, Event.FAILED_JOB),
                        Tuple.of(2, Event.FAILED_WORKER),
                        Tuple.of(2, Event.FAILED_INTERRUPTED),
                        Tuple.of(1, Event.CHILD_CANCELLED),
                        Tuple.of(1, Event.LOST_SILENT),
                        Tuple.of(1, Event.LOST_BUT_HEARD),
                        Tuple.of(1, Event.LOST_RESTARTED),
                        Tuple.of(1, Event.LOST_SUPERSEDED),
                        Tuple.of(1, Event.LOST_OF_AN_OLDER_TOKEN),
                        Tuple.of(2, Event.STALLED),
                        Tuple.of(1, Event.STALLED_AND_LOST),
                        Tuple.of(1, Event.NOT_QUITE_STALLED),
                        Tuple.of(2, Event.DECIDED_TO_BE_WRITTEN_LATER),
                        Tuple.of(2, Event.WRITTEN_LATE),
                        Tuple.of(2, Event.REPORTED_AGAIN_AFTER_ITS_END),
                        Tuple.of(1, Event.CANCELLED_BY_PEOPLE),
                        Tuple.of(1, Event.AGENT_DROPPED),
                        Tuple.of(2, Event.COORDINATOR_RESTARTED))
                .list()
                .ofMaxSize(60);
    }
}
