package io.ktrdr.quant.job;

import io.ktrdr.quant.backtest.BacktestMetrics;
import io.ktrdr.quant.backtest.CostSweep;
import io.ktrdr.quant.backtest.Ledger;
import io.ktrdr.quant.backtest.LookAheadCheck;
import io.ktrdr.quant.backtest.OneSided;
import io.ktrdr.quant.backtest.Replay;
import io.ktrdr.quant.backtest.ShiftedSignals;
import io.ktrdr.quant.backtest.TooGood;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.job.BacktestResult.Artifacts;
import io.ktrdr.quant.job.BacktestResult.Baselines;
import io.ktrdr.quant.job.BacktestStatistics.Knowledge;
import io.ktrdr.quant.job.BacktestStatistics.Leaks;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.statistics.Inference;
import io.ktrdr.quant.statistics.PlacebosCodec;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.Returns;
import io.ktrdr.quant.statistics.ReturnsCodec;
import io.ktrdr.quant.strategy.StrategySpec;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is found out about a finished backtest by doing it again: without the bars that follow, at other costs, at the wrong
 * times. All of it depends on the spec alone, so that an attempt that is cut off here is simply made again from the backtest's
 * last checkpoint.
 */
final class Examination {
    /** Of the job's progress: where the backtest itself ends, and then each part of this. */
    static final double BACKTEST_ENDS = 0.5;

    private static final double LOOK_AHEAD_ENDS = 0.65;
    private static final double ONE_SIDED_ENDS = 0.7;
    private static final double COSTS_END = 0.8;
    private static final double PERMUTED_ENDS = 0.95;

    /** What is drawn for one purpose has nothing to do with what is drawn for another. */
    private static final long POINTS = 0x706f_696e_7473_0001L;

    private static final long SHIFTS = 0x7368_6966_7473_0002L;
    private static final long BOOTSTRAP = 0x626f_6f74_7374_0003L;

    private final BacktestSpec spec;
    private final StrategySpec strategy;
    private final Window train;
    private final Signal signal;
    private final Signal.Values wanted;
    private final Ledger ledger;
    private final Replay replay;
    private final Control control;

    /**
     * @param wanted what the signal gives for the bars up to the end of the evaluated window
     * @param ledger of the backtest of that
     */
    Examination(
            BacktestSpec spec, JobInputs inputs, Signal signal, Signal.Values wanted, Ledger ledger, Control control) {
        this.spec = spec;
        this.strategy = inputs.strategy();
        this.train = inputs.windows().train();
        this.signal = signal;
        this.wanted = wanted;
        this.ledger = ledger;
        this.control = control;
        this.replay =
                new Replay(inputs.bars(), ledger.window(), inputs.bars().barsPerYear(), () -> stopIfCancelled(control));
    }

    static void stopIfCancelled(Control control) {
        if (control.cancelled()) {
            throw new JobCancelledException();
        }
    }

    JobResult result() {
        LookAheadCheck.LookAhead lookAhead = lookAhead();
        OneSided hold = OneSided.buyAndHold(replay, strategy.costs());
        OneSided majority = OneSided.majority(replay, strategy, train);
        progress(ONE_SIDED_ENDS, "baselines");
        CostSweep costs = CostSweep.of(replay, wanted.sizes(), strategy);
        progress(COSTS_END, "cost sweep");
        ShiftedSignals shifted = shifted();
        BacktestMetrics metrics = ledger.metrics(replay.barsPerYear());
        double[] returns = Returns.of(ledger.equity());
        BacktestStatistics statistics = new BacktestStatistics(
                spec.isOnHoldout() ? BacktestSpec.HOLDOUT : BacktestSpec.TEST,
                Inference.of(returns, replay.barsPerYear(), spec.seed() ^ BOOTSTRAP),
                ReturnBlocks.of(returns),
                costs,
                new Leaks(lookAhead, TooGood.judge(ledger)),
                knowledge());
        Baselines baselines = new Baselines(
                hold.totalReturn(),
                hold.sharpe(),
                majority == null ? null : majority.totalReturn(),
                majority == null ? null : majority.sharpe(),
                shifted.compareWith(metrics.sharpe()));
        JobResult result = result(metrics, baselines, statistics, returns, shifted);
        progress(1, "examined");
        return result;
    }

    private LookAheadCheck.LookAhead lookAhead() {
        Bars known = ledger.bars().prefix(ledger.window().end());
        LookAheadCheck check = new LookAheadCheck(
                bars -> signal.of(bars).columns(), known, wanted.columns(), ledger.window(), spec.seed() ^ POINTS);
        for (int point = 1; point <= check.points(); point++) {
            stopIfCancelled(control);
            check.check();
            progress(
                    between(BACKTEST_ENDS, LOOK_AHEAD_ENDS, point, check.points()),
                    "look-ahead check " + point + "/" + check.points());
        }
        return check.result();
    }

    private ShiftedSignals shifted() {
        ShiftedSignals shifted = new ShiftedSignals(replay, wanted.sizes(), strategy, spec.seed() ^ SHIFTS);
        for (int run = 1; run <= shifted.runs(); run++) {
            shifted.run();
            progress(
                    between(COSTS_END, PERMUTED_ENDS, run, shifted.runs()),
                    "permuted signal " + run + "/" + shifted.runs());
        }
        return shifted;
    }

    private static double between(double from, double to, int done, int all) {
        return from + (to - from) * done / all;
    }

    /** Steps are the backtest's own. */
    private void progress(double fraction, String message) {
        control.progress(ledger.window().bars(), fraction, message);
    }

    private @Nullable Knowledge knowledge() {
        LocalDate cutoff = spec.lastKnownDay();
        if (cutoff == null) {
            return null;
        }
        long unknownFrom =
                cutoff.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        int bars = ledger.window().bars();
        int before = 0;
        while (before < bars && ledger.bars().openTime(ledger.window().firstIndex() + before) < unknownFrom) {
            before++;
        }
        return new Knowledge(
                cutoff.toString(),
                before,
                bars - before,
                before == 0 ? null : ledger.metrics(0, before, replay.barsPerYear()),
                before == bars ? null : ledger.metrics(before, bars, replay.barsPerYear()));
    }

    private JobResult result(
            BacktestMetrics metrics,
            Baselines baselines,
            BacktestStatistics statistics,
            double[] returns,
            ShiftedSignals shifted) {
        Map<String, byte[]> artifacts = new LinkedHashMap<>();
        artifacts.put("equity_curve", ledger.equityCsv());
        artifacts.put("trades", ledger.tradesCsv());
        artifacts.put("returns", ReturnsCodec.encode(returns));
        artifacts.put("placebos", PlacebosCodec.encode(shifted.placebos()));
        Artifacts hashes = new Artifacts(
                hash(artifacts, "equity_curve"),
                hash(artifacts, "trades"),
                hash(artifacts, "returns"),
                hash(artifacts, "placebos"));
        return new JobResult(JobJson.tree(new BacktestResult(metrics, baselines, statistics, hashes)), artifacts);
    }

    private static String hash(Map<String, byte[]> artifacts, String name) {
        return ContentHash.of(artifacts.getOrDefault(name, new byte[0]));
    }
}
