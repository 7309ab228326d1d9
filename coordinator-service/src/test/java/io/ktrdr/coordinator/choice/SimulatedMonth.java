package io.ktrdr.coordinator.choice;

import io.ktrdr.coordinator.choice.Task.Purpose;
import io.ktrdr.coordinator.models.Prices;
import io.ktrdr.coordinator.models.Usage;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Thirty days of researches, each designed and half an hour later assessed, by models that fail now and then. What happens
 * depends on the seed alone: two policies meet the same researches, the same outages and the same luck.
 *
 * <p>The assumptions are those of {@code docs/budget.md}; change both.
 */
final class SimulatedMonth {
    private static final int DAYS = 30;
    private static final int MINUTES = 24 * 60;
    private static final int ATTEMPTS = 3;
    private static final int CACHE_MINUTES = 5;
    private static final int SYSTEM_TOKENS = 3_000;
    private static final int CHARACTERS_A_TOKEN = 4;
    private static final int UNTIL_ASSESSED = 30;

    /** Of the task as it is, which nobody sees before. */
    enum Difficulty {
        EASY,
        MEDIUM,
        HARD
    }

    /** With the probabilities that a first answer can be used, by difficulty. */
    record Model(String name, Prices prices, double easy, double medium, double hard) {
        double success(Difficulty difficulty) {
            return switch (difficulty) {
                case EASY -> easy;
                case MEDIUM -> medium;
                case HARD -> hard;
            };
        }
    }

    /**
     * @param limit      US dollars a day; null for unlimited
     * @param hard       share of designs that are hard; of the others four in ten are of medium difficulty
     * @param sharedLuck 0: every answer fails by itself; 1: what fails once fails always, with any model as good
     */
    record Setting(List<Model> models, @Nullable BigDecimal limit, double hard, double sharedLuck) {}

    @FunctionalInterface
    interface Policy {
        List<Candidate> order(Task task, List<Candidate> models, Purse purse);

        Policy ALWAYS_PRIMARY = (task, models, purse) -> models;
        Policy BY_CHOICE = ModelChoice::order;
    }

    record Result(int wanted, int accepted, int completed, int calls, double usd) {
        double successRate() {
            return (double) completed / accepted;
        }

        double usdEach() {
            return usd / accepted;
        }
    }

    private record Outage(int model, int from, int to) {}

    /** Of a research: its design, or its assessment. */
    private record Step(int minute, int research, Purpose purpose) {}

    private final long seed;
    private final Setting setting;
    private final Policy policy;
    private final List<Outage> outages = new ArrayList<>();
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparingInt(Step::minute).thenComparingInt(Step::research));
    private final BigDecimal[] spent = new BigDecimal[DAYS + 2];
    private final Map<Purpose, Deque<BigDecimal>> costs = new EnumMap<>(Purpose.class);
    private final Map<String, Integer> lastAsked = new HashMap<>();
    private int wanted;
    private int accepted;
    private int completed;
    private int calls;
    private int assessmentsToCome;

    private SimulatedMonth(long seed, Setting setting, Policy policy) {
        this.seed = seed;
        this.setting = setting;
        this.policy = policy;
        Arrays.fill(spent, BigDecimal.ZERO);
    }

    static Result of(long seed, Setting setting, Policy policy) {
        return new SimulatedMonth(seed, setting, policy).run();
    }

    private SplittableRandom luck(long... of) {
        long mixed = seed;
        for (long part : of) {
            mixed = new SplittableRandom(mixed * 0x9E3779B97F4A7C15L + part).nextLong();
        }
        return new SplittableRandom(mixed);
    }

    private Result run() {
        SplittableRandom random = luck(0);
        for (int day = 0; day < DAYS; day++) {
            outages(day, random);
            int researches = random.nextInt(20, 61);
            for (int i = 0; i < researches; i++) {
                // working hours, as seen from UTC
                steps.add(new Step(day * MINUTES + random.nextInt(7 * 60, 19 * 60), wanted++, Purpose.DESIGN));
            }
        }
        while (!steps.isEmpty()) {
            step(steps.remove());
        }
        BigDecimal usd = BigDecimal.ZERO;
        for (BigDecimal day : spent) {
            usd = usd.add(day);
        }
        return new Result(wanted, accepted, completed, calls, usd.doubleValue());
    }

    private void outages(int day, SplittableRandom random) {
        for (int model = 0; model < setting.models().size(); model++) {
            if (random.nextDouble() < 0.15) {
                int from = day * MINUTES + random.nextInt(MINUTES);
                outages.add(new Outage(model, from, from + random.nextInt(10, 181)));
            }
        }
        if (random.nextDouble() < 0.03) {
            int from = day * MINUTES + random.nextInt(MINUTES);
            int to = from + random.nextInt(10, 61);
            for (int model = 0; model < setting.models().size(); model++) {
                outages.add(new Outage(model, from, to));
            }
        }
    }

    private void step(Step step) {
        if (step.purpose() == Purpose.DESIGN) {
            if (!affordable(step.minute())) {
                return;
            }
            accepted++;
            if (succeeds(step)) {
                assessmentsToCome++;
                steps.add(new Step(step.minute() + UNTIL_ASSESSED, step.research(), Purpose.ASSESSMENT));
            }
        } else {
            assessmentsToCome--;
            if (succeeds(step)) {
                completed++;
            }
        }
    }

    /** As admission decides. */
    private boolean affordable(int minute) {
        if (setting.limit() == null) {
            return true;
        }
        BigDecimal assessment = usual(Purpose.ASSESSMENT);
        BigDecimal promised = assessment.multiply(BigDecimal.valueOf(assessmentsToCome));
        return setting.limit()
                        .subtract(spent[minute / MINUTES])
                        .subtract(promised)
                        .compareTo(usual(Purpose.DESIGN).add(assessment))
                >= 0;
    }

    private BigDecimal usual(Purpose purpose) {
        List<BigDecimal> sorted = costs(purpose).stream().sorted().toList();
        return sorted.isEmpty() ? usualCall(setting.models().getFirst(), purpose) : sorted.get((sorted.size() - 1) / 2);
    }

    /** Of the newest twenty, newest first. */
    private Deque<BigDecimal> costs(Purpose purpose) {
        return costs.computeIfAbsent(purpose, any -> new ArrayDeque<>());
    }

    private static BigDecimal usualCall(Model model, Purpose purpose) {
        return purpose == Purpose.DESIGN
                ? model.prices().cost(new Usage(8_000, 3_000, 0, 0))
                : model.prices().cost(new Usage(6_000, 1_500, 0, 0));
    }

    private boolean succeeds(Step step) {
        SplittableRandom random = luck(1, step.research(), step.purpose().name().hashCode());
        Difficulty difficulty = difficulty(step.purpose(), random.nextDouble());
        int words = words(difficulty, random);
        double lot = random.nextGaussian();
        BigDecimal cost = BigDecimal.ZERO;
        int minute = step.minute();
        boolean success = false;
        for (int failures = 0; failures < ATTEMPTS && !success; failures++) {
            int model = firstThatAnswers(new Task(step.purpose(), words, failures), minute + failures);
            for (int round = 0; round < 2 && !success; round++) {
                BigDecimal usd = call(step.purpose(), model, minute, words, round, random.split());
                spent[minute / MINUTES] = spent[minute / MINUTES].add(usd);
                cost = cost.add(usd);
                double own = luck(2, step.research(), step.purpose().name().hashCode(), failures, round, model)
                        .nextGaussian();
                double fortune = Math.sqrt(setting.sharedLuck()) * lot + Math.sqrt(1 - setting.sharedLuck()) * own;
                success = normal(fortune) < setting.models().get(model).success(difficulty);
            }
        }
        Deque<BigDecimal> newest = costs(step.purpose());
        newest.addFirst(cost);
        if (newest.size() > 20) {
            newest.removeLast();
        }
        return success;
    }

    private Difficulty difficulty(Purpose purpose, double draw) {
        if (purpose == Purpose.ASSESSMENT) {
            return draw < 0.8 ? Difficulty.EASY : Difficulty.MEDIUM;
        }
        if (draw < setting.hard()) {
            return Difficulty.HARD;
        }
        return draw < setting.hard() + 0.4 * (1 - setting.hard()) ? Difficulty.MEDIUM : Difficulty.EASY;
    }

    /** Hard tasks have long briefs more often than not, and easy ones seldom: length is no more than a sign. */
    private static int words(Difficulty difficulty, SplittableRandom random) {
        double longBrief = switch (difficulty) {
            case EASY -> 0.1;
            case MEDIUM -> 0.3;
            case HARD -> 0.6;
        };
        return random.nextDouble() < longBrief ? random.nextInt(401, 2_000) : random.nextInt(20, 401);
    }

    private int firstThatAnswers(Task task, int minute) {
        List<Candidate> models = setting.models().stream()
                .map(model -> new Candidate(model.name(), usualCall(model, task.purpose())))
                .toList();
        Purse purse = new Purse(setting.limit(), spent[minute / MINUTES], minute % MINUTES / (double) MINUTES);
        List<Integer> order =
                policy.order(task, models, purse).stream().map(models::indexOf).toList();
        // when none answers, the task waits for the first of its order
        return order.stream()
                .filter(model -> answers(model, minute))
                .findFirst()
                .orElse(order.getFirst());
    }

    private boolean answers(int model, int minute) {
        return outages.stream()
                .noneMatch(outage -> outage.model() == model && outage.from() <= minute && minute < outage.to());
    }

    private BigDecimal call(Purpose purpose, int model, int minute, int words, int round, SplittableRandom random) {
        calls++;
        boolean design = purpose == Purpose.DESIGN;
        long input = (long) words / CHARACTERS_A_TOKEN
                + (design ? random.nextInt(3_000, 5_001) : random.nextInt(2_000, 4_001));
        long output = design ? random.nextInt(2_000, 4_001) : random.nextInt(800, 1_601);
        if (round > 0) {
            // its answer is sent back with what is wrong with it
            input += output + 200;
        }
        Integer last = lastAsked.put(model + purpose.name(), minute);
        boolean cached = last != null && minute - last <= CACHE_MINUTES;
        return setting.models()
                .get(model)
                .prices()
                .cost(new Usage(input, output, cached ? SYSTEM_TOKENS : 0, cached ? 0 : SYSTEM_TOKENS));
    }

    /** The normal distribution's function, to 7.5e-8: Abramowitz and Stegun, 26.2.17. */
    static double normal(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double tail = Math.exp(-x * x / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x >= 0 ? 1 - tail : tail;
    }
}
