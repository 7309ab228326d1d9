package io.ktrdr.quant.backtest;

import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.split.Window;
import io.ktrdr.quant.strategy.StrategySpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trades through a window, one event after the other: at a bar's open the order given at the previous close fills, at its
 * close the account is valued and the next order given. So nothing is bought at a price that was needed to decide on buying.
 *
 * <p>A position is all of the equity, long or short, its size fixed until it changes. Each fill costs the fee, and slippage
 * moves its price against the trader. Borrowing and interest are free. The account starts at 1; when it reaches 0 trading
 * ends. An open position is closed at the window's last close. Not thread-safe.
 */
public final class Engine {
    private static final long CHECKPOINT_MAGIC = 0x4b54_5244_454e_0001L;
    private static final double BASIS_POINT = 1e-4;

    private final Bars bars;
    private final Window window;
    private final double fee;
    private final double slippage;
    /** By bar of the window: value at its close, and what was held then. */
    private final double[] equity;

    private final byte[] held;
    private final List<Trade> trades = new ArrayList<>();

    private int next;
    private double cash = 1;
    private double units;
    private byte position;
    private byte ordered;
    private boolean ruined;
    private int entryBar;
    private double entryPrice;
    private double equityBefore;

    public Engine(Bars bars, Window window, StrategySpec.Costs costs) {
        if (window.firstIndex() < 0 || window.firstIndex() >= window.end() || window.end() > bars.size()) {
            throw new IllegalArgumentException("The window does not lie within the bars");
        }
        this.bars = bars;
        this.window = window;
        this.fee = costs.feeBps() * BASIS_POINT;
        this.slippage = costs.slippageBps() * BASIS_POINT;
        this.equity = new double[window.end() - window.firstIndex()];
        this.held = new byte[equity.length];
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
     * @param wanted by bar of the dataset: the position wanted after its close
     */
    public void run(byte[] wanted, int count) {
        int end = (int) StrictMath.min(equity.length, (long) next + count);
        for (; next < end; next++) {
            int bar = window.firstIndex() + next;
            if (ordered != position) {
                fill(bar);
            }
            double value = cash + units * bars.close(bar);
            if (value <= 0 && position != Position.FLAT) {
                close(bar, bars.close(bar), 0, Trade.Exit.RUIN);
                ruined = true;
                value = 0;
            }
            held[next] = position;
            if (next == equity.length - 1 && position != Position.FLAT) {
                close(bar, exitPrice(bars.close(bar)), fee, Trade.Exit.END);
                value = cash;
            }
            equity[next] = value;
            ordered = ruined ? Position.FLAT : wanted[bar];
        }
    }

    private void fill(int bar) {
        double price = bars.open(bar);
        if (position != Position.FLAT) {
            close(bar, exitPrice(price), fee, Trade.Exit.SIGNAL);
        }
        if (ordered != Position.FLAT && !ruined) {
            open(bar, price);
        }
    }

    private void open(int bar, double price) {
        position = ordered;
        entryBar = bar;
        entryPrice = price * (1 + position * slippage);
        equityBefore = cash;
        // what is left after paying the fee on it
        double value = cash / (1 + fee);
        units = position * value / entryPrice;
        cash -= units * entryPrice + value * fee;
    }

    private double exitPrice(double price) {
        return price * (1 - position * slippage);
    }

    private void close(int bar, double price, double feeShare, Trade.Exit exit) {
        cash += units * price - StrictMath.abs(units) * price * feeShare;
        if (cash <= 0) {
            cash = 0;
            ruined = true;
        }
        double profit = cash - equityBefore;
        trades.add(new Trade(position, entryBar, entryPrice, bar, price, profit, profit / equityBefore, exit));
        units = 0;
        position = Position.FLAT;
    }

    /** What came out. @throws IllegalStateException before the end of the window */
    public Ledger ledger() {
        if (!isOver()) {
            throw new IllegalStateException("The backtest has " + (equity.length - next) + " bars to go");
        }
        return new Ledger(bars, window, equity.clone(), held.clone(), List.copyOf(trades));
    }

    /** The whole state after the last bar done. */
    public byte[] checkpoint() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(CHECKPOINT_MAGIC);
            out.writeInt(equity.length);
            out.writeLong(bars.openTime(window.firstIndex()));
            out.writeInt(next);
            out.writeDouble(cash);
            out.writeDouble(units);
            out.writeByte(position);
            out.writeByte(ordered);
            out.writeBoolean(ruined);
            out.writeInt(entryBar);
            out.writeDouble(entryPrice);
            out.writeDouble(equityBefore);
            for (int i = 0; i < next; i++) {
                out.writeDouble(equity[i]);
                out.writeByte(held[i]);
            }
            out.writeInt(trades.size());
            for (Trade trade : trades) {
                write(out, trade);
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
        cash = in.readDouble();
        units = in.readDouble();
        position = in.readByte();
        ordered = in.readByte();
        ruined = in.readBoolean();
        entryBar = in.readInt();
        entryPrice = in.readDouble();
        equityBefore = in.readDouble();
        for (int i = 0; i < next; i++) {
            equity[i] = in.readDouble();
            held[i] = in.readByte();
        }
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            trades.add(readTrade(in));
        }
    }

    private void reset() {
        next = 0;
        cash = 1;
        units = 0;
        position = Position.FLAT;
        ordered = Position.FLAT;
        ruined = false;
        trades.clear();
        Arrays.fill(equity, 0);
        Arrays.fill(held, Position.FLAT);
    }

    private static void write(DataOutputStream out, Trade trade) throws IOException {
        out.writeByte(trade.position());
        out.writeInt(trade.entryBar());
        out.writeDouble(trade.entryPrice());
        out.writeInt(trade.exitBar());
        out.writeDouble(trade.exitPrice());
        out.writeDouble(trade.profit());
        out.writeDouble(trade.tradeReturn());
        out.writeByte(trade.exit().code());
    }

    private static Trade readTrade(DataInputStream in) throws IOException {
        byte position = in.readByte();
        int entryBar = in.readInt();
        double entryPrice = in.readDouble();
        int exitBar = in.readInt();
        double exitPrice = in.readDouble();
        double profit = in.readDouble();
        double tradeReturn = in.readDouble();
        Trade.Exit exit = Trade.Exit.ofCode(in.readByte());
        return new Trade(position, entryBar, entryPrice, exitBar, exitPrice, profit, tradeReturn, exit);
    }
}
