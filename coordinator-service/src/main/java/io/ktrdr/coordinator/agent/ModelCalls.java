package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.MonotonicClock;
import io.ktrdr.coordinator.budget.BudgetLedger;
import io.ktrdr.coordinator.budget.CallLedger;
import io.ktrdr.coordinator.choice.Candidate;
import io.ktrdr.coordinator.choice.ModelChoice;
import io.ktrdr.coordinator.choice.Purse;
import io.ktrdr.coordinator.choice.Task;
import io.ktrdr.coordinator.models.ModelChain;
import io.ktrdr.coordinator.models.Outcome;
import io.ktrdr.coordinator.models.Preference;
import io.ktrdr.coordinator.models.Question;
import io.ktrdr.coordinator.models.Setback;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks models on behalf of an attempt: chooses among them by the task and the money, pays for every call, and says what it
 * means for the attempt when none answers.
 */
@Singleton
final class ModelCalls {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private final ModelChain chain;
    private final BudgetLedger budget;
    private final CallLedger ledger;
    private final MonotonicClock clock;

    ModelCalls(ModelChain chain, BudgetLedger budget, CallLedger ledger, MonotonicClock clock) {
        this.chain = chain;
        this.budget = budget;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** False when no model is configured: then what is built in does the work. */
    boolean areConfigured() {
        return !chain.isEmpty();
    }

    /** The last day that a model has read about. */
    Optional<LocalDate> knowledgeCutoff(String model) {
        return chain.knowledgeCutoff(model);
    }

    /**
     * @param model its name in the file of models
     * @param json  null for a question without a schema
     * @param usd   US dollars that the question cost, with all that was asked in vain
     */
    record Answer(String model, String text, @Nullable JsonNode json, BigDecimal usd) {}

    /**
     * @throws AgentFailure of class {@code attention} when no model answered, {@code job} when it would be no use to ask
     *     again, {@code worker} when what was answered cannot be used
     * @throws InterruptedException when the attempt was stopped; the call under way is broken off
     */
    Answer ask(AgentTask task, Task what, Question question) throws AgentFailure, InterruptedException {
        Purse purse = Blocking.await(budget::purse);
        // limits of a day hold for all coordinators together, and for one that was started again
        chain.usedToday(Blocking.await(budget::tokensToday));
        Spending spending = new Spending(ledger, task);
        Outcome outcome = chain.ask(question, preference(what, purse), spending);
        BigDecimal inVain = BigDecimal.ZERO;
        long giveUp = clock.millis() + LONGEST_WAIT.toMillis();
        while (isBusy(outcome) && clock.millis() < giveUp) {
            inVain = inVain.add(outcome.cost());
            task.pass(WAIT);
            outcome = chain.ask(question, preference(what, purse), spending);
        }
        return judged(outcome, inVain);
    }

    private static Answer judged(Outcome outcome, BigDecimal inVain) throws AgentFailure, InterruptedException {
        return switch (outcome) {
            case Outcome.Answered answered ->
                new Answer(
                        answered.model(),
                        answered.text(),
                        answered.json().orElse(null),
                        answered.cost().add(inVain));
            case Outcome.Refused refused ->
                throw failure(
                        FailureClass.JOB,
                        "model_refused",
                        "Model " + refused.model() + " refuses to answer this: " + shortened(refused.text()));
            case Outcome.CutOff cutOff ->
                throw failure(
                        FailureClass.WORKER,
                        "answer_cut_off",
                        "The answer of model " + cutOff.model() + " is longer than it may be");
            case Outcome.Malformed malformed ->
                throw failure(
                        FailureClass.WORKER,
                        "answer_not_valid",
                        "Model " + malformed.model() + " answered what cannot be used, also when it was told so: "
                                + shortened(String.join("; ", malformed.complaints())));
            case Outcome.Rejected rejected ->
                throw failure(
                        FailureClass.JOB,
                        "model_"
                                + switch (rejected.why()) {
                                    case INVALID_REQUEST -> "rejected_request";
                                    case AUTHENTICATION -> "rejected_key";
                                },
                        "Model " + rejected.model() + " does not take the request: " + rejected.reason());
            case Outcome.Unpaid unpaid -> throw new InterruptedException(unpaid.reason());
            case Outcome.Exhausted exhausted ->
                throw failure(
                        FailureClass.ATTENTION,
                        "no_model_answers",
                        "no model answers ("
                                + exhausted.setbacks().stream()
                                        .map(setback -> setback.model() + ": " + setback.reason())
                                        .collect(Collectors.joining("; "))
                                + ")");
        };
    }

    /** Nothing that a person could do: at one of them the requests of a minute are used up, and the next minute has new ones. */
    static boolean isBusy(Outcome outcome) {
        return outcome instanceof Outcome.Exhausted exhausted
                && exhausted.setbacks().stream()
                        .anyMatch(setback -> setback.cause() == Setback.Cause.REQUESTS_OF_MINUTE);
    }

    /** No database keeps a NUL in a text. */
    static String storable(String text) {
        return text.replace("\0", "");
    }

    private static AgentFailure failure(FailureClass blame, String code, String message) {
        return new AgentFailure(blame, code, message);
    }

    private static String shortened(String said) {
        String text = storable(said);
        int most = 1_000;
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }

    private static Preference preference(Task what, Purse purse) {
        return candidates -> {
            Map<String, Preference.Candidate> byName = candidates.stream()
                    .collect(Collectors.toMap(candidate -> candidate.state().name(), Function.identity()));
            List<Candidate> models = candidates.stream()
                    .map(candidate -> new Candidate(candidate.state().name(), candidate.atMost()))
                    .toList();
            return ModelChoice.order(what, models, purse).stream()
                    .map(model -> byName.get(model.name()))
                    .toList();
        };
    }
}
