package io.ktrdr.coordinator.models;

import io.ktrdr.coordinator.models.AnswerSchema.Checked;
import io.ktrdr.coordinator.models.GuardedModel.Tried;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The models of the file, the first of which is asked first. */
public final class ModelChain {
    private static final Logger LOG = Logger.getLogger(ModelChain.class);

    private final List<GuardedModel> models;

    ModelChain(List<GuardedModel> models) {
        this.models = List.copyOf(models);
    }

    /** True when no model is configured. */
    public boolean isEmpty() {
        return models.isEmpty();
    }

    /**
     * US dollars that {@link #ask} costs at most, whichever model answers, repair included. Left out are calls that a
     * provider charges for without saying so, such as those that were given up.
     */
    public BigDecimal estimate(Question question) {
        Size size = Size.of(question);
        BigDecimal first = dearest(prices -> prices.atMost(size));
        return question.schema() == null ? first : first.add(dearest(prices -> prices.atMost(size.repair())));
    }

    private BigDecimal dearest(Function<Prices, BigDecimal> cost) {
        return models.stream()
                .map(model -> cost.apply(model.prices()))
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
    }

    /**
     * Asks one model after the other until one answers. Blocks, for minutes at times: made for virtual threads.
     *
     * @throws InterruptedException when the caller was interrupted; the call under way is broken off then
     */
    public Outcome ask(Question question) throws InterruptedException {
        Outcome first = pass(question, List.of(), List.of());
        AnswerSchema schema = question.schema();
        if (schema == null || !(first instanceof Outcome.Answered answered)) {
            return first;
        }
        return switch (schema.check(answered.text())) {
            case Checked.Valid valid -> withJson(answered, valid);
            case Checked.Invalid invalid -> {
                LOG.infof("Model %s is asked to repair its answer: %s", answered.model(), invalid.complaints());
                Question repair = Repair.of(question, answered.text(), invalid.complaints());
                yield repaired(schema, pass(repair, answered.charges(), answered.setbacks()));
            }
        };
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

    /** @param spent before, on the same question */
    private Outcome pass(Question question, List<Charge> spent, List<Setback> before) throws InterruptedException {
        List<Charge> charges = new ArrayList<>(spent);
        List<Setback> setbacks = new ArrayList<>(before);
        for (GuardedModel model : models) {
            Tried tried = model.ask(question);
            charges.addAll(tried.charges());
            switch (tried) {
                case Tried.Replied replied -> {
                    return outcome(model.name(), replied.reply(), charges, setbacks);
                }
                case Tried.Stopped stopped -> {
                    return new Outcome.Rejected(
                            model.name(), stopped.why(), stopped.reason(), List.copyOf(charges), List.copyOf(setbacks));
                }
                case Tried.Passed passed -> {
                    LOG.warnf(
                            "Model %s gives no answer: %s",
                            model.name(), passed.setback().reason());
                    setbacks.add(passed.setback());
                }
            }
        }
        return new Outcome.Exhausted(List.copyOf(charges), List.copyOf(setbacks));
    }

    private static Outcome outcome(String model, Reply reply, List<Charge> charges, List<Setback> setbacks) {
        List<Charge> paid = List.copyOf(charges);
        List<Setback> before = List.copyOf(setbacks);
        return switch (reply.ending()) {
            case COMPLETE -> new Outcome.Answered(model, reply.text(), Optional.empty(), paid, before);
            case CUT_OFF -> new Outcome.CutOff(model, reply.text(), paid, before);
            case REFUSED -> new Outcome.Refused(model, reply.text(), paid, before);
        };
    }
}
