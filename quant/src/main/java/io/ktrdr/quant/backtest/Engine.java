package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Trades through a window, one event after the other: at a bar's open the order given at the previous close fills, at its
 * close the account is valued and the next order given. So nothing is bought at a price that was needed to decide on buying.
 *
 * <p>A position is a share of the equity, long or short, its units fixed until another side is wanted or, if the sizing says
 * so, until it is too far from what is wanted. When the equity is at or below 0 at a close, trading ends. An open position is
 * closed at the window's last close. Not thread-safe.
 */
public final class Engine {
    private static final long CHECKPOINT_MAGIC = 0x4b54_5244_454e_0002L;

    private final Bars bars;
    private final Window window;
    private final StrategySpec.Costs costs;
    private final Sizing sizing;
    private final double rebalanceAbove;
    /** By bar of the window: value at its close, and what was held then. */
    private final double[] equity;

    private final double[] held;

    private Account account;
    private int next;
    /** The share of the equity that was wanted at the last close, and whether that takes a fill. */
    private double wanted;

    private boolean due;

    public Engine(Bars bars, Window window, StrategySpec.Costs costs, Sizing sizing) {
        if (window.firstIndex() < 0 || window.firstIndex() >= window.end() || window.end() > bars.size()) {
            throw new IllegalArgumentException("The window does not lie within the bars");
        }
        this.bars = bars;
        this.window = window;
        this.costs = costs;
        this.sizing = sizing;
        this.rebalanceAbove = sizing.rebalanceAbove();
        this.equity = new double[window.end() - window.firstIndex()];
        this.held = new double[equity.length];
        this.account = new Account(costs);
    }

    /** Bars of the window done so far. */
    public int done() {
        return next;
    }

    public boolean isOver() {
        return next == equity.length;
    }

    /**
     * Goes through at most {@code count} further bars.
     *
     * @param sizes by bar of the dataset: the share of the equity wanted after its close, below 0 for short
     */
    public void run(double[] sizes, int count) {
        int end = (int) StrictMath.min(equity.length, (long) next + count);
        for (; next < end; next++) {
            int bar = window.firstIndex() + next;
            if (due) {
                account.fill(bar, bars.open(bar), wanted);
            }
            double close = bars.close(bar);
            if (account.valueAt(close) <= 0 && account.position() != Position.FLAT) {
                account.ruin(bar, close);
            }
            held[next] = account.held();
            if (next == equity.length - 1 && account.position() != Position.FLAT) {
                account.close(bar, close, Trade.Exit.END);
            }
            equity[next] = account.valueAt(close);
            wanted = account.isRuined() ? 0 : sizes[bar];
            due = Position.sideOf(wanted) != account.position() || isTooFar(close);
        }
    }

    private boolean isTooFar(double close) {
        return rebalanceAbove < Double.POSITIVE_INFINITY
                && account.position() != Position.FLAT
                && StrictMath.abs(wanted - account.shareAt(close)) > rebalanceAbove;
    }

    /** What came out. @throws IllegalStateException before the end of the window */
    public Ledger ledger() {
        if (!isOver()) {
            throw new IllegalStateException("The backtest has " + (equity.length - next) + " bars to go");
        }
        return new Ledger(bars, window, sizing, equity.clone(), held.clone(), account.trades(), account.turnover());
    }

    /** The whole state after the last bar done. */
    public byte[] checkpoint() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(CHECKPOINT_MAGIC);
            out.writeInt(equity.length);
            out.writeLong(bars.openTime(window.firstIndex()));
            out.writeInt(next);
            out.writeDouble(wanted);
            out.writeBoolean(due);
            account.write(out);
            for (int i = 0; i < next; i++) {
                out.writeDouble(equity[i]);
                out.writeDouble(held[i]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Goes on where {@link #checkpoint} was taken. @throws IllegalArgumentException for bytes of another backtest */
    public void resume(byte[] checkpoint) {
        if (next != 0) {
            throw new IllegalStateException("Only a fresh engine can resume");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(checkpoint))) {
            read(in);
        } catch (IOException e) {
            reset();
            throw new IllegalArgumentException("Not a checkpoint of this backtest: " + e.getMessage(), e);
        }
    }

    private void read(DataInputStream in) throws IOException {
        if (in.readLong() != CHECKPOINT_MAGIC
                || in.readInt() != equity.length
                || in.readLong() != bars.openTime(window.firstIndex())) {
            throw new IOException("another format, or another window");
        }
        int done = in.readInt();
        if (done < 0 || done > equity.length) {
            throw new IOException("damaged");
        }
        next = done;
        wanted = in.readDouble();
        due = in.readBoolean();
        account = Account.read(in, costs);
        for (int i = 0; i < next; i++) {
            equity[i] = in.readDouble();
            held[i] = in.readDouble();
        }
    }

    private void reset() {
        next = 0;
        wanted = 0;
        due = false;
        account = new Account(costs);
        Arrays.fill(equity, 0);
        Arrays.fill(held, 0);
    }
}
