package io.ktrdr.coordinator.choice;

import io.ktrdr.coordinator.choice.SimulatedMonth.Model;
import io.ktrdr.coordinator.choice.SimulatedMonth.Policy;
import io.ktrdr.coordinator.choice.SimulatedMonth.Result;
import io.ktrdr.coordinator.choice.SimulatedMonth.Setting;
import io.ktrdr.coordinator.models.Prices;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** The same months, once with the first model always asked first, once with the choice. */
record MonthComparison(List<Result> primary, List<Result> choice) {
    private static final Prices DEAR = prices("5", "25", "0.5", "6.25");
    private static final Prices MIDDLE = prices("3", "15", "0.3", "3.75");
    static final Prices HALF_OF_DEAR = prices("2.5", "12.5", "0.25", "3.125");
    static final Prices CHEAP = prices("1", "5", "0.1", "1.25");

    /** What the figures are about unless something else is said. */
    static final Setting STANDARD = new Setting(three(0.93), new BigDecimal("8"), 0.15, 0.5);

    /** @param cheapOnEasy how often the cheapest model's first answer to an easy task can be used */
    static List<Model> three(double cheapOnEasy) {
        return List.of(
                new Model("primary", DEAR, 0.98, 0.95, 0.88),
                new Model("cheaper", MIDDLE, 0.97, 0.92, 0.78),
                cheapest(CHEAP, cheapOnEasy));
    }

    static List<Model> two(Prices price) {
        return List.of(new Model("primary", DEAR, 0.98, 0.95, 0.88), cheapest(price, 0.93));
    }

    /** The harder the task, the more it is behind. */
    private static Model cheapest(Prices price, double easy) {
        return new Model("cheapest", price, easy, easy - 0.11, easy - 0.35);
    }

    /** Mean, half the width of its 95 % confidence interval, and the standard deviation from month to month. */
    record Estimate(double mean, double margin, double deviation) {
        double low() {
            return mean - margin;
        }
    }

    static MonthComparison of(Setting setting, int months) {
        return new MonthComparison(
                results(setting, Policy.ALWAYS_PRIMARY, months), results(setting, Policy.BY_CHOICE, months));
    }

    private static List<Result> results(Setting setting, Policy policy, int months) {
        return LongStream.rangeClosed(1, months)
                .mapToObj(seed -> SimulatedMonth.of(seed, setting, policy))
                .toList();
    }

    /** Of the cost of an accepted research, as a share. */
    Estimate saving() {
        return paired((first, chosen) -> 1 - chosen.usdEach() / first.usdEach());
    }

    /** By how much more of the accepted researches come to their end with the choice, as a share. */
    Estimate moreSuccess() {
        return paired((first, chosen) -> chosen.successRate() - first.successRate());
    }

    /** By how many more researches are accepted with the choice, as a share. */
    Estimate moreAccepted() {
        return paired((first, chosen) -> (double) chosen.accepted() / first.accepted() - 1);
    }

    static Estimate over(List<Result> results, ToDoubleFunction<Result> figure) {
        return estimate(results.stream().mapToDouble(figure).toArray());
    }

    private interface Difference {
        double of(Result first, Result chosen);
    }

    private Estimate paired(Difference difference) {
        double[] values = new double[primary.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = difference.of(primary.get(i), choice.get(i));
        }
        return estimate(values);
    }

    private static Estimate estimate(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / (values.length - 1));
        return new Estimate(mean, 1.96 * deviation / Math.sqrt(values.length), deviation);
    }

    /** US dollars for a million tokens. */
    private static Prices prices(String input, String output, String cacheRead, String cacheWrite) {
        return new Prices(
                new BigDecimal(input), new BigDecimal(output), new BigDecimal(cacheRead), new BigDecimal(cacheWrite));
    }
}
