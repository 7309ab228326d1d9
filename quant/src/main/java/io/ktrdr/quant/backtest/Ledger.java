package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.statistics.Performance;
import io.ktrdr.quant.statistics.Returns;
import io.ktrdr.quant.strategy.Sizing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A finished backtest.
 *
 * @param equity   value at each bar's close, by bar of the window; the account started at 1
 * @param held     position at each bar's close, as the share of the equity that its last fill made it; below 0 for short
 * @param turnover sum over all fills of the value traded over the equity then
 */
@SuppressWarnings("ArrayRecordComponent") // columns of numbers, never compared as wholes
public record Ledger(
        Bars bars, Window window, Sizing sizing, double[] equity, double[] held, List<Trade> trades, double turnover) {

    /**
     * The figures.
     *
     * @param barsPerYear of all bars that may be seen, steadier than that of a short window
     */
    public BacktestMetrics metrics(double barsPerYear) {
        return metrics(equity, held, trades, isFull() ? null : turnover, barsPerYear);
    }

    /**
     * Those of a part of the window, without turnover. Trades belong to the part in which they end.
     *
     * @param from first bar of the part, by its place in the window
     * @param to   the bar after its last
     */
    public BacktestMetrics metrics(int from, int to, double barsPerYear) {
        int first = window.firstIndex();
        List<Trade> ended = trades.stream()
                .filter(trade -> trade.exitBar() >= first + from && trade.exitBar() < first + to)
                .toList();
        // the return of the part's first bar begins at the close before
        double[] curve = Arrays.copyOfRange(equity, StrictMath.max(0, from - 1), to);
        return metrics(curve, Arrays.copyOfRange(held, from, to), ended, null, barsPerYear);
    }

    private static BacktestMetrics metrics(
            double[] equity, double[] held, List<Trade> trades, @Nullable Double turnover, double barsPerYear) {
        double[] returns = Returns.of(equity);
        double[] profits = trades.stream().mapToDouble(Trade::profit).toArray();
        Double total = Performance.totalReturn(equity);
        Double yearly = total == null ? null : Performance.annualizedReturn(total, returns.length, barsPerYear);
        double drawdown = Performance.maxDrawdown(equity);
        return new BacktestMetrics(
                total,
                yearly,
                Performance.volatility(returns, barsPerYear),
                Performance.sharpe(returns, barsPerYear),
                Performance.sortino(returns, barsPerYear),
                Performance.calmar(yearly, drawdown),
                drawdown,
                Performance.winRate(profits),
                Performance.profitFactor(profits),
                exposure(held),
                trades.size(),
                turnover);
    }

    /** Then sizes and turnover say nothing that the sides and the trades do not. */
    private boolean isFull() {
        return sizing.equals(Sizing.FULL);
    }

    private static double exposure(double[] held) {
        double sum = 0;
        for (double size : held) {
            sum += StrictMath.abs(size);
        }
        return sum / held.length;
    }

    /** Columns time (of the bar's close), close, position, equity, drawdown; and size, if that can be another than all. */
    public byte[] equityCsv() {
        StringBuilder csv = new StringBuilder("time,close,position,equity,drawdown" + (isFull() ? "\n" : ",size\n"));
        double peak = 0;
        for (int i = 0; i < equity.length; i++) {
            int bar = window.firstIndex() + i;
            peak = StrictMath.max(peak, equity[i]);
            csv.append(Instant.ofEpochMilli(bars.closeTime(bar)))
                    .append(',')
                    .append(bars.close(bar))
                    .append(',')
                    .append(Position.name(Position.sideOf(held[i])))
                    .append(',')
                    .append(equity[i])
                    .append(',')
                    .append(Performance.drawdown(equity[i], peak));
            if (!isFull()) {
                csv.append(',').append(held[i]);
            }
            csv.append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One line a trade; times are those of the fills. With size and changes, if it can be another size than all. */
    public byte[] tradesCsv() {
        StringBuilder csv = new StringBuilder("side,entry_time,entry_price,exit_time,exit_price,bars,profit,return,exit"
                + (isFull() ? "\n" : ",size,changes\n"));
        for (Trade trade : trades) {
            boolean atOpen = trade.exit() == Trade.Exit.SIGNAL;
            csv.append(Position.name(trade.position()))
                    .append(',')
                    .append(Instant.ofEpochMilli(bars.openTime(trade.entryBar())))
                    .append(',')
                    .append(trade.entryPrice())
                    .append(',')
                    .append(Instant.ofEpochMilli(
                            atOpen ? bars.openTime(trade.exitBar()) : bars.closeTime(trade.exitBar())))
                    .append(',')
                    .append(trade.exitPrice())
                    .append(',')
                    .append(trade.exitBar() - trade.entryBar() + (atOpen ? 0 : 1))
                    .append(',')
                    .append(trade.profit())
                    .append(',')
                    .append(trade.tradeReturn())
                    .append(',')
                    .append(trade.exit().name().toLowerCase(Locale.ROOT));
            if (!isFull()) {
                csv.append(',').append(trade.size()).append(',').append(trade.changes());
            }
            csv.append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
