package io.ktrdr.quant.bars;

import java.util.Arrays;

/**
 * Looks for bars that cannot be true.
 *
 * <p>A jump is out of all proportion when its log return exceeds both a floor and {@value #SPREADS} times the series' own
 * spread (median absolute deviation of its log returns, so that the outliers sought do not hide themselves by widening it).
 * A price that jumps and comes back within a few bars is a bad tick. One that jumps and stays is news, or a split: reported,
 * kept. So is every crash that takes more than one bar.
 */
final class QualityCheck {
    private static final double SPREADS = 50;
    private static final double JUMP_FLOOR = 0.3;
    /** Shadows of bars come back by their nature, so they must be more absurd: beyond double or half. */
    private static final double SHADOW_FLOOR = 0.7;
    /** Come back: less than this share of the jump is left. */
    private static final double REMAINDER = 0.25;

    private static final int BARS_TO_COME_BACK = 3;

    private final RawBars raw;
    private final Timeframe timeframe;
    private final BadBars badBars;
    private final Quality.Collector findings;
    private final boolean[] dropped;

    QualityCheck(RawBars raw, Timeframe timeframe, BadBars badBars, Quality.Collector findings) {
        this.raw = raw;
        this.timeframe = timeframe;
        this.badBars = badBars;
        this.findings = findings;
        this.dropped = new boolean[raw.size];
    }

    ImportedBars run(int rowsRead) {
        duplicates();
        contradictions();
        jumps();
        Bars kept = raw.without(dropped, timeframe);
        int missing = gaps();
        return new ImportedBars(kept, findings.report(rowsRead, kept.size(), missing));
    }

    private void duplicates() {
        for (int i = 1; i < raw.size; i++) {
            if (raw.times[i] == raw.times[i - 1]) {
                boolean same = raw.sameValues(i, i - 1);
                bad(
                        Finding.Check.DUPLICATE,
                        i,
                        "timestamp",
                        same ? "the same bar again" : "the same time with other values; the first is kept",
                        true);
            }
        }
    }

    private void contradictions() {
        for (int i = 0; i < raw.size; i++) {
            if (dropped[i]) {
                continue;
            }
            double top = StrictMath.max(raw.open[i], raw.close[i]);
            double bottom = StrictMath.min(raw.open[i], raw.close[i]);
            if (bottom <= 0 || raw.low[i] <= 0 || raw.high[i] <= 0) {
                bad(Finding.Check.OHLC, i, "low", "a price of zero or below", true);
            } else if (raw.volume[i] < 0) {
                bad(Finding.Check.VOLUME, i, "volume", "negative volume " + raw.volume[i], true);
            } else if (raw.high[i] < top) {
                bad(Finding.Check.OHLC, i, "high", "high " + raw.high[i] + " is below open or close " + top, false);
            } else if (raw.low[i] > bottom) {
                bad(Finding.Check.OHLC, i, "low", "low " + raw.low[i] + " is above open or close " + bottom, false);
            } else if (raw.volume[i] == 0 && raw.high[i] > raw.low[i]) {
                report(Finding.Check.VOLUME, i, "no volume although the price moved", false);
            }
        }
    }

    private void jumps() {
        double spread = SPREADS * spread();
        double limit = StrictMath.max(JUMP_FLOOR, spread);
        double shadowLimit = StrictMath.max(SHADOW_FLOOR, spread);
        int before = -1;
        for (int i = 0; i < raw.size; i++) {
            if (dropped[i] || raw.low[i] <= 0) {
                continue;
            }
            if (before >= 0 && isBadTick(before, i, limit, shadowLimit)) {
                // its close is the reference for the next only where it is not the bad price itself
                if (StrictMath.abs(logReturn(raw.close[before], raw.close[i])) <= limit) {
                    before = i;
                }
            } else {
                before = i;
            }
        }
    }

    /** Reports what it finds; true when the bar cannot be true. */
    private boolean isBadTick(int before, int i, double limit, double shadowLimit) {
        double reference = raw.close[before];
        double toClose = logReturn(reference, raw.close[i]);
        double toOpen = logReturn(reference, raw.open[i]);
        if (StrictMath.abs(toClose) > limit) {
            if (comesBack(reference, i, toClose)) {
                bad(Finding.Check.JUMP, i, "close", jump("close", reference, raw.close[i]), false);
                return true;
            }
            report(Finding.Check.JUMP, i, jump("close", reference, raw.close[i]) + " and stays there", false);
            return false;
        }
        if (StrictMath.abs(toOpen) > limit && StrictMath.abs(toClose) < REMAINDER * StrictMath.abs(toOpen)) {
            bad(Finding.Check.JUMP, i, "open", jump("open", reference, raw.open[i]), false);
            return true;
        }
        double up = logReturn(StrictMath.max(reference, StrictMath.max(raw.open[i], raw.close[i])), raw.high[i]);
        double down = logReturn(StrictMath.min(reference, StrictMath.min(raw.open[i], raw.close[i])), raw.low[i]);
        if (up > shadowLimit || -down > shadowLimit) {
            boolean isHigh = up > -down;
            bad(
                    Finding.Check.JUMP,
                    i,
                    isHigh ? "high" : "low",
                    jump(isHigh ? "high" : "low", reference, isHigh ? raw.high[i] : raw.low[i]),
                    false);
            return true;
        }
        return false;
    }

    private boolean comesBack(double reference, int i, double jump) {
        int looked = 0;
        for (int j = i + 1; j < raw.size && looked < BARS_TO_COME_BACK; j++) {
            if (dropped[j] || raw.close[j] <= 0) {
                continue;
            }
            looked++;
            if (StrictMath.abs(logReturn(reference, raw.close[j])) < REMAINDER * StrictMath.abs(jump)) {
                return true;
            }
        }
        return false;
    }

    /** Median absolute log return from close to close. */
    private double spread() {
        double[] returns = new double[raw.size];
        int n = 0;
        for (int i = 1; i < raw.size; i++) {
            if (raw.close[i] > 0 && raw.close[i - 1] > 0) {
                returns[n++] = StrictMath.abs(logReturn(raw.close[i - 1], raw.close[i]));
            }
        }
        if (n == 0) {
            return 0;
        }
        double[] sorted = Arrays.copyOf(returns, n);
        Arrays.sort(sorted);
        return sorted[n / 2];
    }

    /** After the bad ones have gone, so that what they leave behind is a gap too. */
    private int gaps() {
        long missing = 0;
        for (int i = 1; i < raw.size; i++) {
            int here = BarSpacing.missing(raw.times[i] - raw.times[i - 1], timeframe);
            if (here > 0) {
                missing += here;
                report(Finding.Check.GAP, i, here == 1 ? "1 bar missing before" : here + " bars missing before", false);
            }
        }
        return (int) StrictMath.min(Integer.MAX_VALUE, missing);
    }

    private void bad(Finding.Check check, int i, String field, String message, boolean unusable) {
        switch (badBars) {
            case REFUSE -> throw new ImportException(raw.lines[i], field, check.wireName() + ": " + message);
            case DROP -> dropped[i] = true;
            case KEEP -> dropped[i] = unusable;
        }
        report(check, i, message, dropped[i]);
    }

    private void report(Finding.Check check, int i, String message, boolean isDropped) {
        findings.add(new Finding(check, raw.times[i], raw.lines[i], message, isDropped));
    }

    private static String jump(String what, double from, double to) {
        return what + " jumps from " + from + " to " + to;
    }

    private static double logReturn(double from, double to) {
        return StrictMath.log(to / from);
    }
}
