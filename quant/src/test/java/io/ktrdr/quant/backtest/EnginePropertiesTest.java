package io.ktrdr.quant.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class EnginePropertiesTest {
    /** Wild enough that shorts are ruined now and then. */
    private static final double VOLATILITY = 0.08;

    @Property(tries = 300)
    void the_books_balance(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int size,
            @ForAll @DoubleRange(min = 0, max = 100) double feeBps,
            @ForAll @DoubleRange(min = 0, max = 100) double slippageBps) {
        Ledger ledger = run(seed, size, new StrategySpec.Costs(feeBps, slippageBps));
        double product = 1;
        double sum = 0;
        for (Trade trade : ledger.trades()) {
            assertTrue(trade.exitBar() >= trade.entryBar());
            product *= 1 + trade.tradeReturn();
            sum += trade.profit();
        }
        double last = ledger.equity()[size - 1];
        assertEquals(last, product, 1e-9 * (1 + last));
        assertEquals(last - 1, sum, 1e-9 * (1 + last));
        for (double value : ledger.equity()) {
            assertTrue(value >= 0 && value < Double.POSITIVE_INFINITY);
        }
        BacktestMetrics metrics = ledger.metrics(8766);
        Double drawdown = metrics.maxDrawdown();
        assertTrue(drawdown != null && drawdown >= 0 && drawdown <= 1);
    }

    @Property(tries = 100)
    void costs_never_help(@ForAll long seed) {
        double free = run(seed, 200, new StrategySpec.Costs(0, 0)).equity()[199];
        double fee = run(seed, 200, new StrategySpec.Costs(10, 0)).equity()[199];
        double both = run(seed, 200, new StrategySpec.Costs(10, 10)).equity()[199];
        assertTrue(free >= fee && fee >= both, free + " " + fee + " " + both);
    }

    private static Ledger run(long seed, int size, StrategySpec.Costs costs) {
        Bars bars = SyntheticBars.randomWalk(seed, size, Timeframe.parse("1h"), VOLATILITY);
        SplitMix64 random = new SplitMix64(seed);
        double[] wanted = new double[size];
        for (int i = 0; i < size; i++) {
            boolean changes = i == 0 || random.nextDouble() < 0.3;
            wanted[i] = changes ? random.nextInt(3) - 1 : wanted[i - 1];
        }
        Engine engine = new Engine(bars, new Window("", "", 0, size - 1, size), costs, Sizing.FULL);
        engine.run(wanted, Integer.MAX_VALUE);
        return engine.ledger();
    }
}
