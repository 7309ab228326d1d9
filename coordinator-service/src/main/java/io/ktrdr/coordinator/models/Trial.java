package io.ktrdr.coordinator.models;

import io.ktrdr.contracts.languagemodel.LanguageModelTrial;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.coordinator.MonotonicClock;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One test of one model. */
final class Trial {
    private final ModelChain chain;
    private final String name;
    private final Duration longest;
    private final MonotonicClock monotonic;
    private final Tally tally = new Tally();
    private final long start;

    Trial(ModelChain chain, String name, Duration longest, MonotonicClock monotonic) {
        this.chain = chain;
        this.name = name;
        this.longest = longest;
        this.monotonic = monotonic;
        this.start = monotonic.millis();
    }

    /**
     * A request under way is broken off when nobody waits for it any more.
     *
     * @throws ProblemException through the Uni, {@code not_found}, when there is no such model
     */
    Uni<LanguageModelTrial> result() {
        return asked().map(outcome -> ended(outcome.orElseThrow(() -> ProblemException.notFound("model", name))))
                .ifNoItem()
                .after(longest)
                .recoverWithItem(() -> failed("no answer within " + longest.toMillis() / 1e3 + " s", List.of()));
    }

    /** On a thread of its own, as models are asked with calls that block. */
    private Uni<Optional<Outcome>> asked() {
        return Uni.createFrom().emitter(emitter -> {
            Thread asking = Thread.ofVirtual().name("test of a model").unstarted(() -> {
                try {
                    emitter.complete(chain.test(name, tally));
                } catch (InterruptedException | RuntimeException e) {
                    emitter.fail(e);
                }
            });
            emitter.onTermination(asking::interrupt);
            asking.start();
        });
    }

    private LanguageModelTrial ended(Outcome outcome) {
        List<Charge> charges = outcome.charges();
        return switch (outcome) {
            case Outcome.Answered answered -> answered(answered.text(), charges);
            // it is there, and its provider takes the key: that was the question
            case Outcome.CutOff cutOff -> answered(cutOff.text(), charges);
            case Outcome.Refused refused -> failed("it refuses to answer: " + refused.text(), charges);
            case Outcome.Malformed malformed -> failed(String.join("; ", malformed.complaints()), charges);
            case Outcome.Rejected rejected -> failed(rejected.reason(), charges);
            case Outcome.Unpaid unpaid -> failed(unpaid.reason(), charges);
            case Outcome.Exhausted exhausted ->
                failed(exhausted.setbacks().getLast().reason(), charges);
        };
    }

    private LanguageModelTrial answered(String answer, List<Charge> charges) {
        return test(answer, null, charges);
    }

    private LanguageModelTrial failed(String error, List<Charge> charges) {
        return test(null, error, charges);
    }

    private LanguageModelTrial test(@Nullable String answer, @Nullable String error, List<Charge> charges) {
        return new LanguageModelTrial(
                name,
                error == null,
                monotonic.millis() - start,
                answer,
                error,
                sum(charges, usage -> usage.total() - usage.output()),
                sum(charges, Usage::output),
                tally.usd().doubleValue());
    }

    private static long sum(List<Charge> charges, ToLongFunction<Usage> tokens) {
        return charges.stream()
                .flatMap(charge -> charge.usage().stream())
                .mapToLong(tokens)
                .sum();
    }
}
