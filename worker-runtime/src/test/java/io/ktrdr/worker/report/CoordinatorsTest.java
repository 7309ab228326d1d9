package io.ktrdr.worker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.contracts.job.ProgressReport;
import io.ktrdr.contracts.job.ReportAnswer;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.testservices.FakeServicesResource;
import io.ktrdr.worker.remote.Answer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(FakeServicesResource.class)
class CoordinatorsTest {
    private static final ProgressReport REPORT = new ProgressReport("w", "i", 5, 1, 0.5, "half");

    @Test
    void report_goes_to_the_next_coordinator_and_stays_there() throws Exception {
        try (FakeServices first = new FakeServices();
                FakeServices second = new FakeServices()) {
            Coordinators coordinators = new Coordinators(List.of(first.uri(), second.uri()));
            first.coordinatorGoesDown();
            assertAccepted(coordinators.progress("op_a", REPORT));
            first.coordinatorComesBack();
            assertAccepted(coordinators.progress("op_a", REPORT));

            first.await(call -> call.isTo("/op_a/progress"), 1);
            second.await(call -> call.isTo("/op_a/progress"), 2);
            assertEquals(1, first.calls("/op_a/progress").size());
        }
    }

    @Test
    void refusal_is_an_answer_and_nobody_else_is_asked() throws Exception {
        try (FakeServices first = new FakeServices();
                FakeServices second = new FakeServices()) {
            first.refuseNext("/progress", ProblemCode.STALE_TOKEN);
            var answer = new Coordinators(List.of(first.uri(), second.uri())).progress("op_a", REPORT);
            Answer.Refused<?> refused = assertInstanceOf(Answer.Refused.class, answer);
            assertEquals(ProblemCode.STALE_TOKEN, refused.problem().code());
            assertEquals("as the test asked", refused.problem().detail());
            assertTrue(second.calls("/progress").isEmpty());
        }
    }

    @Test
    void nobody_there_is_no_answer() {
        URI closed;
        try (FakeServices gone = new FakeServices()) {
            closed = gone.uri();
        }
        assertInstanceOf(Answer.NoAnswer.class, new Coordinators(List.of(closed)).progress("op_a", REPORT));
    }

    @Test
    void no_coordinator_at_all_is_a_mistake() {
        assertThrows(IllegalArgumentException.class, () -> new Coordinators(List.of()));
    }

    private static void assertAccepted(Answer<ReportAnswer> answer) {
        Answer.Accepted<?> accepted = assertInstanceOf(Answer.Accepted.class, answer);
        assertEquals(new ReportAnswer(true), accepted.value());
    }
}
