package io.ktrdr.quant.backtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {
    private static final Timeframe HOUR = Timeframe.parse("1h");
    private static final StrategySpec.Costs FREE = new StrategySpec.Costs(0, 0);
    private static final StrategySpec.Costs USUAL = new StrategySpec.Costs(10, 5);
    private static final double EXACT = 1e-12;

    /** Opens and closes as given; high and low embrace them. */
    private static Bars bars(double... opensAndCloses) {
        int size = opensAndCloses.length / 2;
        long[] times = new long[size];
        double[] open = new double[size];
        double[] close = new double[size];
        double[] high = new double[size];
        double[] low = new double[size];
        for (int i = 0; i < size; i++) {
            times[i] = i * HOUR.millis();
            open[i] = opensAndCloses[2 * i];
            close[i] = opensAndCloses[2 * i + 1];
            high[i] = StrictMath.max(open[i], close[i]);
            low[i] = StrictMath.min(open[i], close[i]);
        }
        return Bars.of(HOUR, times, open, high, low, close, open);
    }

    private static Window all(Bars bars) {
        return window(bars, 0, bars.size());
    }

    private static Window window(Bars bars, int first, int end) {
        return new Window("", "", first, end - 1, end - first);
    }

    private static Ledger run(Bars bars, StrategySpec.Costs costs, double... wanted) {
        Engine engine = new Engine(bars, all(bars), costs, Sizing.FULL);
        engine.run(wanted, Integer.MAX_VALUE);
        return engine.ledger();
    }

    private static void assertClose(double expected, @Nullable Double actual) {
        assertTrue(actual != null);
        assertEquals(expected, actual, EXACT);
    }

    @Test
    void an_order_fills_at_the_next_open_and_not_at_the_close_that_caused_it() {
        // decided at close 10, bought at open 20, worth 22 at the close, sold at open 30
        Ledger ledger = run(bars(10, 10, 20, 22, 30, 33), FREE, 1, 0, 0);
        assertArrayEquals(new double[] {1, 1.1, 1.5}, ledger.equity(), EXACT);
        assertArrayEquals(new double[] {0, 1, 0}, ledger.held());
        assertEquals(
                new Trade(Position.LONG, 1, 0, 1, 20, 2, 30, 0.5, 0.5, Trade.Exit.SIGNAL),
                ledger.trades().getFirst());
    }

    @Test
    void a_short_earns_when_the_price_falls() {
        Ledger ledger = run(bars(10, 10, 20, 15, 10, 12), FREE, -1, 0, 0);
        assertArrayEquals(new double[] {1, 1.25, 1.5}, ledger.equity(), EXACT);
    }

    @Test
    void fees_and_slippage_are_paid_at_both_ends() {
        Ledger ledger = run(bars(10, 10, 10, 10, 10, 10), USUAL, 1, 0, 0);
        double fee = 0.001;
        double slip = 0.0005;
        double expected = 1 / (1 + fee) / (10 * (1 + slip)) * 10 * (1 - slip) * (1 - fee);
        assertEquals(expected, ledger.equity()[2], EXACT);
        assertTrue(ledger.trades().getFirst().profit() < 0);
        Ledger shorted = run(bars(10, 10, 10, 10, 10, 10), USUAL, -1, 0, 0);
        assertEquals(ledger.equity()[2], shorted.equity()[2], 1e-5);
        assertTrue(shorted.equity()[2] < 1);
    }

    @Test
    void turning_round_closes_one_trade_and_opens_the_other_at_the_same_open() {
        Ledger ledger = run(bars(10, 10, 10, 12, 15, 15, 12, 12), FREE, 1, -1, 0, 0);
        assertArrayEquals(new double[] {1, 1.2, 1.5, 1.8}, ledger.equity(), EXACT);
        assertEquals(2, ledger.trades().size());
        assertEquals(2, ledger.trades().get(1).entryBar());
    }

    @Test
    void a_position_open_at_the_end_is_closed_there_with_its_costs() {
        Ledger ledger = run(bars(10, 10, 10, 20), USUAL, 1, 1);
        assertEquals(Trade.Exit.END, ledger.trades().getFirst().exit());
        assertTrue(ledger.equity()[1] < 2 && ledger.equity()[1] > 1.99);
        assertArrayEquals(new double[] {0, 1}, ledger.held());
    }

    @Test
    void a_short_against_a_price_that_doubled_ends_in_ruin_and_not_in_debt() {
        Ledger ledger = run(bars(10, 10, 10, 30, 5, 5, 5, 5), FREE, -1, -1, 1, 1);
        assertArrayEquals(new double[] {1, 0, 0, 0}, ledger.equity(), EXACT);
        assertEquals(1, ledger.trades().size());
        assertEquals(Trade.Exit.RUIN, ledger.trades().getFirst().exit());
        BacktestMetrics metrics = ledger.metrics(1000);
        assertEquals(-1.0, metrics.totalReturn());
        assertEquals(1.0, metrics.maxDrawdown());
    }

    @Test
    void without_trades_what_is_not_defined_is_null() {
        BacktestMetrics metrics =
                run(bars(10, 10, 20, 22, 30, 33), USUAL, 0, 0, 0).metrics(1000);
        assertEquals(0.0, metrics.totalReturn());
        assertEquals(0.0, metrics.maxDrawdown());
        assertEquals(0.0, metrics.exposure());
        assertEquals(0, metrics.trades());
        assertNull(metrics.winRate());
        assertNull(metrics.profitFactor());
        assertNull(metrics.sharpe());
        assertNull(metrics.sortino());
        assertNull(metrics.calmar());
    }

    @Test
    void metrics_of_a_small_backtest_by_hand() {
        // equity 1, 1.1, 1.5, 1.5: one winner; in the market at one close of four
        BacktestMetrics metrics =
                run(bars(10, 10, 20, 22, 30, 33, 1, 1), FREE, 1, 0, 0, 0).metrics(6);
        assertClose(0.5, metrics.totalReturn());
        assertClose(1.25, metrics.annualizedReturn());
        assertEquals(0.25, metrics.exposure());
        assertEquals(1.0, metrics.winRate());
        assertNull(metrics.profitFactor());
        assertEquals(1, metrics.trades());
    }

    @Test
    void buy_and_hold_pays_the_same_costs() {
        Bars bars = bars(10, 10, 10, 12, 12, 20);
        assertEquals(1.0, buyAndHold(bars, FREE));
        Double withCosts = buyAndHold(bars, USUAL);
        assertTrue(withCosts != null && withCosts < 1.0 && withCosts > 0.99);
    }

    @Test
    void only_the_window_is_traded() {
        Bars bars = bars(1, 1, 10, 10, 20, 22, 30, 33, 99, 99);
        Engine engine = new Engine(bars, window(bars, 1, 4), FREE, Sizing.FULL);
        engine.run(new double[] {1, 1, 1, 1, 1}, Integer.MAX_VALUE);
        assertArrayEquals(new double[] {1, 1.1, 1.65}, engine.ledger().equity(), EXACT);
    }

    private static double[] coinFlips(long seed, int size) {
        SplitMix64 random = new SplitMix64(seed);
        double[] wanted = new double[size];
        for (int i = 1; i < size; i++) {
            wanted[i] = random.nextDouble() < 0.2 ? random.nextInt(3) - 1 : wanted[i - 1];
        }
        return wanted;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 777, 1999})
    void a_resumed_backtest_ends_with_the_same_bits(int before) {
        Bars bars = SyntheticBars.randomWalk(2, 2000, HOUR, 0.01);
        double[] wanted = coinFlips(3, 2000);
        Engine straight = new Engine(bars, all(bars), USUAL, Sizing.FULL);
        straight.run(wanted, Integer.MAX_VALUE);

        Engine interrupted = new Engine(bars, all(bars), USUAL, Sizing.FULL);
        interrupted.run(wanted, before);
        byte[] checkpoint = interrupted.checkpoint();
        Engine resumed = new Engine(bars, all(bars), USUAL, Sizing.FULL);
        resumed.resume(checkpoint);
        assertEquals(before, resumed.done());
        while (!resumed.isOver()) {
            resumed.run(wanted, 13);
        }
        assertArrayEquals(straight.ledger().equity(), resumed.ledger().equity());
        assertEquals(straight.ledger().trades(), resumed.ledger().trades());
        assertArrayEquals(straight.ledger().equityCsv(), resumed.ledger().equityCsv());
        assertTrue(straight.ledger().trades().size() > 100);
    }

    @Test
    void a_damaged_or_foreign_checkpoint_is_refused_and_leaves_a_fresh_engine() {
        Bars bars = SyntheticBars.randomWalk(2, 200, HOUR, 0.01);
        double[] wanted = coinFlips(3, 200);
        Engine engine = new Engine(bars, all(bars), USUAL, Sizing.FULL);
        engine.run(wanted, 100);
        byte[] checkpoint = engine.checkpoint();
        Engine fresh = new Engine(bars, all(bars), USUAL, Sizing.FULL);
        for (int length = 0; length < checkpoint.length; length += 11) {
            byte[] cut = Arrays.copyOf(checkpoint, length);
            assertThrows(IllegalArgumentException.class, () -> fresh.resume(cut));
        }
        fresh.run(wanted, Integer.MAX_VALUE);
        engine.run(wanted, Integer.MAX_VALUE);
        assertArrayEquals(engine.ledger().equity(), fresh.ledger().equity());
        Engine other = new Engine(bars, window(bars, 0, 150), USUAL, Sizing.FULL);
        assertThrows(IllegalArgumentException.class, () -> other.resume(checkpoint));
    }

    @Test
    void what_comes_later_changes_nothing_before() {
        Bars bars = SyntheticBars.randomWalk(2, 500, HOUR, 0.01);
        double[] wanted = coinFlips(8, 500);
        Engine whole = new Engine(bars, all(bars), USUAL, Sizing.FULL);
        whole.run(wanted, Integer.MAX_VALUE);
        for (int size = 2; size < 500; size += 41) {
            Bars part = bars.prefix(size);
            Engine engine = new Engine(part, all(part), USUAL, Sizing.FULL);
            engine.run(Arrays.copyOf(wanted, size), Integer.MAX_VALUE);
            // the last bar may differ: there the window ends and the position is closed
            assertArrayEquals(
                    Arrays.copyOf(whole.ledger().equity(), size - 1),
                    Arrays.copyOf(engine.ledger().equity(), size - 1));
        }
    }

    /** Taken from the engine that knew no other sizes; it must not change. */
    private static final String ALL_OR_NOTHING_SHA256 =
            "818b0359955991cf41c8bd3a07492ffa1150a58d841395c31f32374fa062be76";

    @Test
    void positions_of_all_or_nothing_are_traded_to_the_same_bytes_as_ever() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        int ruined = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Bars bars = SyntheticBars.randomWalk(seed, 400, HOUR, 0.08);
            double[] wanted = coinFlips(100 + seed, 400);
            for (StrategySpec.Costs costs : List.of(FREE, USUAL, new StrategySpec.Costs(100, 100))) {
                Engine engine = new Engine(bars, all(bars), costs, Sizing.FULL);
                engine.run(wanted, Integer.MAX_VALUE);
                Ledger ledger = engine.ledger();
                digest.update(ledger.equityCsv());
                digest.update(ledger.tradesCsv());
                BacktestMetrics metrics = ledger.metrics(8766);
                String figures = metrics.sharpe() + " " + metrics.exposure() + " " + metrics.trades();
                digest.update(figures.getBytes(StandardCharsets.UTF_8));
                ruined += ledger.equity()[399] == 0 ? 1 : 0;
            }
        }
        assertTrue(ruined > 0);
        assertEquals(ALL_OR_NOTHING_SHA256, HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void rules_turn_probabilities_into_positions() {
        double[] probabilities = {0.9, 0.55, 0.5, 0.45, 0.1, Double.NaN};
        assertArrayEquals(
                new byte[] {1, 0, 0, 0, -1, 0}, Position.wanted(probabilities, new StrategySpec.Rules(0.55, 0.45)));
        assertArrayEquals(
                new byte[] {1, 0, 0, 0, 0, 0}, Position.wanted(probabilities, new StrategySpec.Rules(0.55, null)));
    }

    @Test
    void csv_files_have_a_line_for_each_bar_and_trade() {
        Ledger ledger = run(bars(10, 10, 20, 22, 30, 15), FREE, 1, 1, 0);
        assertEquals("""
                time,close,position,equity,drawdown
                1970-01-01T01:00:00Z,10.0,flat,1.0,0.0
                1970-01-01T02:00:00Z,22.0,long,1.1,0.0
                1970-01-01T03:00:00Z,15.0,long,0.75,0.31818181818181823
                """, new String(ledger.equityCsv(), StandardCharsets.UTF_8));
        assertEquals("""
                side,entry_time,entry_price,exit_time,exit_price,bars,profit,return,exit
                long,1970-01-01T01:00:00Z,20.0,1970-01-01T03:00:00Z,15.0,2,-0.25,-0.25,end
                """, new String(ledger.tradesCsv(), StandardCharsets.UTF_8));
    }

    @Test
    void windows_that_the_model_has_seen_are_refused() {
        Bars bars = SyntheticBars.randomWalk(2, 1000, HOUR, 0.01);
        Windows good = Windows.of(bars, 1);
        long from = bars.openTime(0);
        long to = bars.closeTime(good.validation().lastIndex() + 2);
        OutOfSample.require(bars, good, good.test(), from, to);
        Windows overlapping = new Windows(good.train(), good.validation(), window(bars, 600, 800), null);
        assertThrows(
                WindowOverlapsTrainingException.class,
                () -> OutOfSample.require(bars, overlapping, overlapping.test(), from, to));
        // the windows look right, but the model remembers more
        assertThrows(
                WindowOverlapsTrainingException.class,
                () -> OutOfSample.require(bars, good, good.test(), from, bars.openTime(750)));
    }

    private static @Nullable Double buyAndHold(Bars bars, StrategySpec.Costs costs) {
        return OneSided.buyAndHold(new Replay(bars, all(bars), 1000, () -> {}), costs)
                .totalReturn();
    }
}
