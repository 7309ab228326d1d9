package io.ktrdr.coordinator.models;

import io.ktrdr.coordinator.models.AnswerSchema.Checked;
import io.ktrdr.coordinator.models.GuardedModel.Tried;
import io.ktrdr.coordinator.models.Preference.Candidate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The models of the file, the first of which is asked first. */
public final class ModelChain {
    private static final Logger LOG = Logger.getLogger(ModelChain.class);

    /** Small, but not so small that a model which thinks first says nothing. */
    private static final Question TEST =
            Question.forText("You are being tested: answer with one word.", "Are you there?", 256);

    private final List<GuardedModel> models;

    ModelChain(List<GuardedModel> models) {
        this.models = List.copyOf(models);
    }

    /** True when no model is configured. */
    public boolean isEmpty() {
        return models.isEmpty();
    }

    /** The last day that a model has read about; empty when nobody said, or it is not configured any more. */
    public Optional<LocalDate> knowledgeCutoff(String name) {
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .flatMap(GuardedModel::knowledgeCutoff);
    }

    /** How each model is doing, in the order of the file. */
    public List<ModelState> states() {
        return models.stream().map(GuardedModel::state).toList();
    }

    /**
     * What others have used today (UTC), or this process before it was started: limits of a day hold for all of them
     * together. What is known here already is not counted again; models that are not configured any more are passed over.
     *
     * @param tokens of all kinds and of the whole day, by the name of the model
     */
    public void usedToday(Map<String, Long> tokens) {
        for (GuardedModel model : models) {
            model.usedToday(tokens.getOrDefault(model.name(), 0L));
        }
    }

    /**
     * US dollars that an answer costs at most, whichever model gives it, repair included. Left out are requests that are
     * paid for in vain, such as those that were given up: {@link Meter} has them.
     */
    public BigDecimal estimate(Question question) {
        return candidates(question).stream()
                .map(Candidate::atMost)
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
    }

    private List<Candidate> candidates(Question question) {
        Size size = Size.of(question);
        return models.stream()
                .map(model -> new Candidate(model.state(), atMost(model.prices(), size, question.schema() != null)))
                .toList();
    }

    private static BigDecimal atMost(Prices prices, Size size, boolean mayBeRepaired) {
        BigDecimal first = prices.atMost(size);
        return mayBeRepaired ? first.add(prices.atMost(size.repair())) : first;
    }

    /** Asks in the order of the file. */
    public Outcome ask(Question question, Meter meter) throws InterruptedException {
        return ask(question, Preference.AS_CONFIGURED, meter);
    }

    /**
     * Asks one model after the other until one answers. Blocks, for minutes at times: made for virtual threads.
     *
     * @throws InterruptedException when the caller was interrupted; the request under way is broken off then
     */
    public Outcome ask(Question question, Preference preference, Meter meter) throws InterruptedException {
        return ask(question, ordered(question, preference), new Bill(meter));
    }

    /**
     * Asks one model something small, and no other one. Its limits are kept, and what it has to say counts for its breaker.
     *
     * @return empty when there is no model of that name
     * @throws InterruptedException when the caller was interrupted; the request under way is broken off then
     */
    public Optional<Outcome> test(String name, Meter meter) throws InterruptedException {
        for (GuardedModel model : models) {
            if (model.name().equals(name)) {
                return Optional.of(ask(TEST, List.of(model), new Bill(meter)));
            }
        }
        return Optional.empty();
    }

    private List<GuardedModel> ordered(Question question, Preference preference) {
        Map<String, GuardedModel> left = new HashMap<>();
        models.forEach(model -> left.put(model.name(), model));
        List<GuardedModel> ordered = new ArrayList<>();
        for (Candidate candidate : preference.order(candidates(question))) {
            GuardedModel model = left.remove(candidate.state().name());
            if (model == null) {
                throw new IllegalArgumentException(
                        candidate.state().name() + " is no candidate, or is preferred twice");
            }
            ordered.add(model);
        }
        return ordered;
    }

    private static Outcome ask(Question question, List<GuardedModel> models, Bill bill) throws InterruptedException {
        Outcome first = pass(question, models, bill, List.of());
        AnswerSchema schema = question.schema();
        if (schema == null || !(first instanceof Outcome.Answered answered)) {
            return first;
        }
        return switch (schema.check(answered.text())) {
            case Checked.Valid valid -> withJson(answered, valid);
            case Checked.Invalid invalid -> {
                LOG.infof("Model %s is asked to repair its answer: %s", answered.model(), invalid.complaints());
                Question repair = Repair.of(question, answered.text(), invalid.complaints());
                yield repaired(schema, pass(repair, from(answered.model(), models), bill, answered.setbacks()));
            }
        };
    }

    /** Those before it have given no answer just now. */
    private static List<GuardedModel> from(String name, List<GuardedModel> models) {
        return models.stream().dropWhile(model -> !model.name().equals(name)).toList();
    }

    private static Outcome repaired(AnswerSchema schema, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answered)) {
            return outcome;
        }
        return switch (schema.check(answered.text())) {
            case Checked.Valid valid -> withJson(answered, valid);
            case Checked.Invalid invalid ->
                new Outcome.Malformed(
                        answered.model(),
                        answered.text(),
                        invalid.complaints(),
                        answered.charges(),
                        answered.setbacks());
        };
    }

    private static Outcome withJson(Outcome.Answered answered, Checked.Valid valid) {
        return new Outcome.Answered(
                answered.model(), answered.text(), Optional.of(valid.json()), answered.charges(), answered.setbacks());
    }

    /** @param before setbacks of the same question */
    private static Outcome pass(Question question, List<GuardedModel> models, Bill bill, List<Setback> before)
            throws InterruptedException {
        List<Setback> setbacks = new ArrayList<>(before);
        for (GuardedModel model : models) {
            switch (model.ask(question, bill)) {
                case Tried.Replied replied -> {
                    return outcome(model.name(), replied.reply(), bill.charges(), List.copyOf(setbacks));
                }
                case Tried.Stopped stopped -> {
                    return new Outcome.Rejected(
                            model.name(), stopped.why(), stopped.reason(), bill.charges(), List.copyOf(setbacks));
                }
                case Tried.Unpaid unpaid -> {
                    return new Outcome.Unpaid(model.name(), unpaid.reason(), bill.charges(), List.copyOf(setbacks));
                }
                case Tried.Passed passed -> {
                    LOG.warnf(
                            "Model %s gives no answer: %s",
                            model.name(), passed.setback().reason());
                    setbacks.add(passed.setback());
                }
            }
        }
        return new Outcome.Exhausted(bill.charges(), List.copyOf(setbacks));
    }

    private static Outcome outcome(String model, Reply reply, List<Charge> charges, List<Setback> setbacks) {
        return switch (reply.ending()) {
            case COMPLETE -> new Outcome.Answered(model, reply.text(), Optional.empty(), charges, setbacks);
            case CUT_OFF -> new Outcome.CutOff(model, reply.text(), charges, setbacks);
            case REFUSED -> new Outcome.Refused(model, reply.text(), charges, setbacks);
        };
    }
}
