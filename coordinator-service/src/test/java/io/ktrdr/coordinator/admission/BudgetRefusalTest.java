package io.ktrdr.coordinator.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.coordinator.admission.AdmissionDecision.Situation;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetRefusalTest {
    private final Locale locale = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(locale);
    }

    private static AdmissionDecision withBudget(
            @Nullable String remaining, String promised, String estimate, boolean force) {
        BigDecimal left = remaining == null ? null : new BigDecimal(remaining);
        return AdmissionDecision.of(
                new Situation(0, 0, 0, 6, 100, left, new BigDecimal(promised), new BigDecimal(estimate)),
                force,
                false,
                false);
    }

    private static Problem refused(String remaining, String promised, String estimate) {
        return assertInstanceOf(AdmissionDecision.Refuse.class, withBudget(remaining, promised, estimate, false))
                .problem();
    }

    @Test
    void too_small_a_rest_of_the_budget_is_told_with_the_cost_in_every_locale() {
        Locale.setDefault(Locale.GERMANY);
        Problem problem = refused("0.4", "0", "0.6");
        assertEquals(ProblemCode.BUDGET_EXHAUSTED, problem.code());
        assertEquals(
                "Daily budget exhausted: $0.40 left, a research is expected to cost $0.60; active researches (0) will"
                        + " complete",
                problem.detail());
        assertEquals(0.4, problem.remaining());
        assertEquals(0.0, problem.committed());
        assertEquals(0.6, problem.estimate());
    }

    @Test
    void what_others_will_spend_is_told_beside_what_is_left() {
        Problem problem = refused("1", "0.6", "0.6");
        assertEquals(
                "Daily budget exhausted: $1.00 left, $0.60 of it for researches that have been accepted, a research is"
                        + " expected to cost $0.60; active researches (0) will complete",
                problem.detail());
        assertEquals(1.0, problem.remaining());
        assertEquals(0.6, problem.committed());
    }

    @Test
    void an_overdrawn_budget_has_nothing_left() {
        assertEquals(0.0, refused("-0.2", "0", "0").remaining());
    }

    @Test
    void cents_add_up_exactly() {
        assertEquals(new AdmissionDecision.Start(false), withBudget("1", "0.9", "0.1", false));
    }

    @Test
    void enough_budget_no_limit_and_force_let_it_start() {
        assertEquals(new AdmissionDecision.Start(false), withBudget("0.6", "0", "0.6", false));
        assertEquals(new AdmissionDecision.Start(false), withBudget(null, "0", "0.6", false));
        assertEquals(new AdmissionDecision.Start(true), withBudget("0.4", "0", "0.6", true));
    }
}
