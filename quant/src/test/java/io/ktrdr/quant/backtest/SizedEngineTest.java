package io.ktrdr.quant.backtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** Positions that are less, or more, than all of the equity, and change while they are held. */
class SizedEngineTest {
    private static final Timeframe HOUR = Timeframe.parse("1h");
    private static final StrategySpec.Costs FREE = new StrategySpec.Costs(0, 0);
    private static final StrategySpec.Costs USUAL = new StrategySpec.Costs(10, 5);
    private static final double EXACT = 1e-12;

    /** Brought back when it is off by more than a tenth of the equity; the engine looks at nothing else of it. */
    private static final Sizing MOVING = new Sizing.VolatilityTarget(0.2, 20, 3, 0.1);

    private static final Sizing LAZY = new Sizing.VolatilityTarget(0.2, 20, 3, 0.2);

    /** Opens and closes as given. */
    private static Bars bars(double... opensAndCloses) {
        int size = opensAndCloses.length / 2;
        long[] times = new long[size];
        double[] open = new double[size];
        double[] close = new double[size];
        for (int i = 0; i < size; i++) {
            times[i] = i * HOUR.millis();
            open[i] = opensAndCloses[2 * i];
            close[i] = opensAndCloses[2 * i + 1];
        }
        return Bars.of(HOUR, times, open, open, open, close, open);
    }

    private static Ledger run(Bars bars, StrategySpec.Costs costs, Sizing sizing, double... wanted) {
        Engine engine = new Engine(bars, all(bars), costs, sizing);
        engine.run(wanted, Integer.MAX_VALUE);
        return engine.ledger();
    }

    private static Window all(Bars bars) {
        return new Window("", "", 0, bars.size() - 1, bars.size());
    }

    @Test
    void a_part_of_the_equity_earns_that_part() {
        // half of 1 buys 0.025 at 20; worth 0.55 at 22 and 0.75 at 30
        Ledger ledger = run(bars(10, 10, 20, 22, 30, 33), FREE, new Sizing.FixedFraction(0.5), 0.5, 0, 0);
        assertArrayEquals(new double[] {1, 1.05, 1.25}, ledger.equity(), EXACT);
        assertArrayEquals(new double[] {0, 0.5, 0}, ledger.held());
        assertEquals(
                new Trade(Position.LONG, 0.5, 0, 1, 20, 2, 30, 0.25, 0.25, Trade.Exit.SIGNAL),
                ledger.trades().getFirst());
    }

    @Test
    void a_position_that_has_grown_too_large_is_brought_back_at_the_next_open() {
        // half of 1 buys 0.05 at 10; at 20 that is 1 of 1.5, two thirds; half of 1.5 is 0.0375 at 20
        Bars bars = bars(10, 10, 10, 20, 20, 20, 20, 40, 40, 40);
        Ledger ledger = run(bars, FREE, MOVING, 0.5, 0.5, 0.5, 0, 0);
        assertArrayEquals(new double[] {1, 1.5, 1.5, 2.25, 2.25}, ledger.equity(), EXACT);
        // out: a quarter at 20, the rest at 40
        assertEquals(1, ledger.trades().size());
        Trade trade = ledger.trades().getFirst();
        assertEquals(1, trade.changes());
        assertEquals(10, trade.entryPrice(), EXACT);
        assertEquals(35, trade.exitPrice(), 1e-9);
        assertEquals(1.25, trade.profit(), EXACT);
    }

    @Test
    void what_is_not_further_off_than_allowed_is_left_alone() {
        Bars bars = bars(10, 10, 10, 20, 20, 20, 20, 40, 40, 40);
        Ledger ledger = run(bars, FREE, LAZY, 0.5, 0.5, 0.5, 0, 0);
        assertArrayEquals(new double[] {1, 1.5, 1.5, 2.5, 2.5}, ledger.equity(), EXACT);
        assertEquals(0, ledger.trades().getFirst().changes());
    }

    @Test
    void a_change_pays_costs_on_the_difference_alone() {
        Bars bars = bars(10, 10, 10, 20, 20, 20, 20, 20);
        Ledger ledger = run(bars, USUAL, MOVING, 0.5, 0.5, 0.5, 0.5);
        double bought = 10 * 1.0005;
        double value = 0.5 / (1 + 0.5 * 0.001);
        double units = value / bought;
        double cash = 1 - value - value * 0.001;
        double sold = 20 * 0.9995;
        // so that what is left is worth half of the equity after the fee on what is sold
        double less = (units * sold - 0.5 * (cash + units * sold)) / (sold * (1 - 0.5 * 0.001));
        cash += less * sold * 0.999;
        assertEquals(0.5, (units - less) * sold / (cash + (units - less) * sold), EXACT);
        assertEquals(cash + (units - less) * 20, ledger.equity()[2], EXACT);
        assertEquals(1.4983765615631874, ledger.equity()[2], EXACT);
        assertEquals(1.4972528728139682, ledger.equity()[3], EXACT);
        assertEquals(1.1662777961743833, ledger.turnover(), EXACT);
    }

    @Test
    void a_larger_size_is_bought_in_addition_and_the_entry_price_is_the_average() {
        // 0.05 at 10, 0.025 at 20
        Bars bars = bars(10, 10, 10, 10, 20, 20, 20, 40);
        Ledger ledger = run(bars, FREE, MOVING, 0.5, 1, 1, 1);
        assertArrayEquals(new double[] {1, 1, 1.5, 3}, ledger.equity(), EXACT);
        assertArrayEquals(new double[] {0, 0.5, 1, 1}, ledger.held());
        Trade trade = ledger.trades().getFirst();
        assertEquals(40.0 / 3, trade.entryPrice(), EXACT);
        assertEquals(1, trade.size());
        assertEquals(1, trade.changes());
    }

    @Test
    void a_short_that_lost_is_made_smaller() {
        // 0.05 short at 10; at 12 that is 0.6 of 0.9, two thirds; half of 0.9 is 0.0375
        Ledger ledger = run(bars(10, 10, 10, 12, 12, 12, 12, 16), FREE, MOVING, -0.5, -0.5, -0.5, -0.5);
        assertArrayEquals(new double[] {1, 0.9, 0.9, 0.75}, ledger.equity(), EXACT);
        assertArrayEquals(new double[] {0, -0.5, -0.5, -0.5}, ledger.held());
    }

    @Test
    void turning_round_is_two_trades_whatever_the_sizes() {
        Ledger ledger = run(bars(10, 10, 10, 10, 20, 20, 10, 10), FREE, MOVING, 0.5, -0.25, 0, 0);
        assertArrayEquals(new double[] {1, 1, 1.5, 1.6875}, ledger.equity(), EXACT);
        assertEquals(2, ledger.trades().size());
        assertEquals(0.25, ledger.trades().get(1).size());
    }

    @Test
    void twice_the_equity_ends_in_ruin_when_the_price_halves() {
        Ledger ledger = run(bars(10, 10, 10, 5, 5, 5, 10, 10), FREE, MOVING, 2, 2, 2, 2);
        assertArrayEquals(new double[] {1, 0, 0, 0}, ledger.equity(), EXACT);
        assertEquals(Trade.Exit.RUIN, ledger.trades().getFirst().exit());
        assertEquals(1, ledger.trades().size());
    }

    @Test
    void who_owes_more_than_he_has_at_an_open_trades_no_more_there() {
        // 0.1 short at 10: nearly ruined at 19, in debt at 30, and 0.5 again at 15
        Ledger ledger = run(bars(10, 10, 10, 19, 30, 15, 15, 15), FREE, MOVING, -1, -1, 0, 0);
        assertArrayEquals(new double[] {1, 0.1, 0.5, 0.5}, ledger.equity(), EXACT);
        assertEquals(0, ledger.trades().getFirst().changes());
    }

    @Test
    void exposure_is_the_mean_size_and_turnover_what_was_traded() {
        BacktestMetrics metrics = run(bars(10, 10, 10, 10, 10, 10, 10, 10), FREE, MOVING, 0.5, 1, 0, 0)
                .metrics(1000);
        assertEquals((0.5 + 1) / 4, metrics.exposure());
        assertNotNull(metrics.turnover());
        assertEquals(0.5 + 0.5 + 1, metrics.turnover(), EXACT);
        assertEquals(1, metrics.trades());
        assertNull(
                run(bars(10, 10, 10, 10), FREE, Sizing.FULL, 1, 1).metrics(1000).turnover());
    }

    @Test
    void files_tell_sizes_when_there_are_any() {
        Ledger ledger = run(bars(10, 10, 10, 10, 10, 10, 10, 10), FREE, MOVING, 0.5, 1, 0, 0);
        assertEquals("""
                time,close,position,equity,drawdown,size
                1970-01-01T01:00:00Z,10.0,flat,1.0,0.0,0.0
                1970-01-01T02:00:00Z,10.0,long,1.0,0.0,0.5
                1970-01-01T03:00:00Z,10.0,long,1.0,0.0,1.0
                1970-01-01T04:00:00Z,10.0,flat,1.0,0.0,0.0
                """, new String(ledger.equityCsv(), StandardCharsets.UTF_8));
        assertEquals("""
                side,entry_time,entry_price,exit_time,exit_price,bars,profit,return,exit,size,changes
                long,1970-01-01T01:00:00Z,10.0,1970-01-01T03:00:00Z,10.0,2,0.0,0.0,signal,1.0,1
                """, new String(ledger.tradesCsv(), StandardCharsets.UTF_8));
    }

    /** Sides and sizes that change often, on bars wild enough that some are ruined. */
    private static double[] sizes(long seed, Bars bars, Sizing sizing) {
        return Sizes.wanted(
                SizesTest.with(sizing), SizesTest.probabilities(seed, bars.size()), bars, HOUR.barsPerYear());
    }

    private static Ledger run(long seed, Bars bars, StrategySpec.Costs costs, Sizing sizing) {
        return run(bars, costs, sizing, sizes(seed, bars, sizing));
    }

    @Property(tries = 200)
    void the_books_balance(@ForAll long seed) {
        Bars bars = SyntheticBars.randomWalk(seed, 200, HOUR, 0.1);
        for (Sizing sizing : SizesTest.SIZINGS) {
            Ledger ledger = run(seed, bars, USUAL, sizing);
            double product = 1;
            double sum = 0;
            for (Trade trade : ledger.trades()) {
                product *= 1 + trade.tradeReturn();
                sum += trade.profit();
                assertTrue(trade.entryPrice() > 0 && trade.exitPrice() > 0);
            }
            double last = ledger.equity()[199];
            assertEquals(last, product, 1e-9 * (1 + last));
            assertEquals(last - 1, sum, 1e-9 * (1 + last));
            for (double value : ledger.equity()) {
                assertTrue(value >= 0 && value < Double.POSITIVE_INFINITY);
            }
        }
    }

    @Property(tries = 200)
    void a_fraction_of_everything_has_that_fraction_of_its_exposure(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 1) double fraction) {
        Bars bars = SyntheticBars.randomWalk(seed, 200, HOUR, 0.01);
        Ledger full = run(seed, bars, USUAL, Sizing.FULL);
        Ledger part = run(seed, bars, USUAL, new Sizing.FixedFraction(fraction));
        Double exposure = full.metrics(1000).exposure();
        Double partly = part.metrics(1000).exposure();
        assertTrue(exposure != null && partly != null);
        assertEquals(fraction * exposure, partly, EXACT);
        assertEquals(full.trades().size(), part.trades().size());
    }

    @Property(tries = 50)
    void the_whole_as_a_fraction_is_the_same_to_the_bit(@ForAll long seed) {
        Bars bars = SyntheticBars.randomWalk(seed, 200, HOUR, 0.1);
        Ledger full = run(seed, bars, USUAL, Sizing.FULL);
        Ledger part = run(seed, bars, USUAL, new Sizing.FixedFraction(1));
        assertArrayEquals(full.equity(), part.equity());
        assertEquals(full.trades(), part.trades());
    }

    @Property(tries = 50)
    void another_unit_of_price_changes_nothing(@ForAll long seed) {
        Bars bars = SyntheticBars.randomWalk(seed, 200, HOUR, 0.05);
        // by a power of two, so that no rounding differs
        double[][] columns = {bars.opens(), bars.highs(), bars.lows(), bars.closes()};
        for (double[] column : columns) {
            Arrays.setAll(column, i -> column[i] * 1024);
        }
        long[] times = new long[bars.size()];
        Arrays.setAll(times, bars::openTime);
        Bars scaled = Bars.of(HOUR, times, columns[0], columns[1], columns[2], columns[3], bars.volumes());
        for (Sizing sizing : SizesTest.SIZINGS) {
            Ledger ledger = run(seed, bars, USUAL, sizing);
            Ledger other = run(seed, scaled, USUAL, sizing);
            assertArrayEquals(ledger.equity(), other.equity());
            assertArrayEquals(ledger.held(), other.held());
            assertEquals(ledger.turnover(), other.turnover());
        }
    }

    @Property(tries = 50)
    void what_comes_later_changes_nothing_before(@ForAll long seed) {
        Bars bars = SyntheticBars.randomWalk(seed, 200, HOUR, 0.05);
        for (Sizing sizing : SizesTest.SIZINGS) {
            double[] whole = run(seed, bars, USUAL, sizing).equity();
            for (int size = 2; size < 200; size += 37) {
                double[] part = run(seed, bars.prefix(size), USUAL, sizing).equity();
                // the last bar may differ: there the window ends and the position is closed
                assertArrayEquals(Arrays.copyOf(whole, size - 1), Arrays.copyOf(part, size - 1));
            }
        }
    }

    @Property(tries = 300)
    void a_fill_never_makes_the_account_worth_more(
            @ForAll @DoubleRange(min = -3, max = 3) double first,
            @ForAll @DoubleRange(min = -3, max = 3) double second,
            @ForAll @DoubleRange(min = 5, max = 20) double price,
            @ForAll @DoubleRange(min = 0, max = 1000) double feeBps,
            @ForAll @DoubleRange(min = 0, max = 1000) double slippageBps) {
        Account account = new Account(new StrategySpec.Costs(feeBps, slippageBps));
        account.fill(0, 10, first);
        assertTrue(account.valueAt(10) <= 1 + EXACT);
        double before = account.valueAt(price);
        account.fill(1, price, second);
        assertTrue(account.valueAt(price) <= StrictMath.max(0, before) + EXACT);
        Account free = new Account(FREE);
        free.fill(0, 10, first);
        double worth = free.valueAt(price);
        free.fill(1, price, second);
        assertEquals(StrictMath.max(0, worth), StrictMath.max(0, free.valueAt(price)), 1e-9);
    }

    @Test
    void a_resumed_backtest_ends_with_the_same_bits() {
        Bars bars = SyntheticBars.randomWalk(2, 2000, HOUR, 0.01);
        for (Sizing sizing : SizesTest.SIZINGS) {
            double[] sizes = sizes(3, bars, sizing);
            Ledger straight = run(bars, USUAL, sizing, sizes);
            int changes = straight.trades().stream().mapToInt(Trade::changes).sum();
            assertEquals(sizing.rebalanceAbove() < 1, changes > 10, sizing + " has " + changes);
            for (int before = 1; before < 2000; before += 37) {
                Engine interrupted = new Engine(bars, all(bars), USUAL, sizing);
                interrupted.run(sizes, before);
                Engine resumed = new Engine(bars, all(bars), USUAL, sizing);
                resumed.resume(interrupted.checkpoint());
                while (!resumed.isOver()) {
                    resumed.run(sizes, 13);
                }
                assertArrayEquals(straight.equityCsv(), resumed.ledger().equityCsv());
                assertArrayEquals(straight.tradesCsv(), resumed.ledger().tradesCsv());
                assertEquals(straight.metrics(1000), resumed.ledger().metrics(1000));
            }
        }
    }

    @Test
    void the_threshold_keeps_a_volatility_target_from_trading_at_every_bar() {
        Bars bars = SyntheticBars.randomWalk(2, 2000, HOUR, 0.01);
        double[] always = new double[2000];
        Arrays.fill(always, 0.9);
        int[] changes = new int[3];
        double[] thresholds = {0, 0.1, 1};
        for (int i = 0; i < thresholds.length; i++) {
            Sizing sizing = new Sizing.VolatilityTarget(0.5, 50, 3, thresholds[i]);
            double[] sizes = Sizes.wanted(SizesTest.with(sizing), always, bars, HOUR.barsPerYear());
            changes[i] = run(bars, USUAL, sizing, sizes).trades().getFirst().changes();
        }
        assertTrue(changes[0] > 1500, Arrays.toString(changes));
        assertTrue(changes[1] > 0 && changes[1] < 100, Arrays.toString(changes));
        assertEquals(0, changes[2]);
    }
}
