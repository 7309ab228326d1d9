package io.ktrdr.quant.backtest;

import io.ktrdr.quant.strategy.StrategySpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cash, one position, and the trades so far. After a fill the position is worth the wanted share of what the fee has left of
 * the equity, both at the price of the fill; after that its units stay until the next one. Each fill costs the fee on what it
 * trades, and slippage moves its price against the trader. Borrowing and interest are free. It starts with 1.
 */
final class Account {
    private static final double BASIS_POINT = 1e-4;

    private final double fee;
    private final double slippage;
    private final List<Trade> trades = new ArrayList<>();

    private double cash = 1;
    private double units;
    private byte position;
    /** As a share of the equity, as the last fill made it, and the largest of this trade. */
    private double size;

    private double largest;
    private boolean ruined;
    private int entryBar;
    private double entryPrice;
    private double equityBefore;
    /** Fills of this trade that changed its size, and what those that made it smaller have traded at which average. */
    private int changes;

    private double reducedUnits;
    private double reducedPrice;
    /** Sum over all fills of what they traded over the equity then. */
    private double turnover;

    Account(StrategySpec.Costs costs) {
        this.fee = costs.feeBps() * BASIS_POINT;
        this.slippage = costs.slippageBps() * BASIS_POINT;
    }

    byte position() {
        return position;
    }

    /** As its last fill made it: above 0 long, below 0 short, 1 all of the equity. */
    double held() {
        return position * size;
    }

    /** It has nothing left, and stays flat. */
    boolean isRuined() {
        return ruined;
    }

    double turnover() {
        return turnover;
    }

    List<Trade> trades() {
        return List.copyOf(trades);
    }

    double valueAt(double price) {
        return cash + units * price;
    }

    /** What the position makes of the equity at a price, which moves on while {@link #held} stays. */
    double shareAt(double price) {
        return units * price / valueAt(price);
    }

    /** Fills an order at a bar's open. */
    void fill(int bar, double open, double wanted) {
        byte side = Position.sideOf(wanted);
        if (side == position) {
            change(open, wanted);
            return;
        }
        if (position != Position.FLAT) {
            close(bar, open, Trade.Exit.SIGNAL);
        }
        if (side != Position.FLAT && !ruined) {
            enter(bar, open, side, StrictMath.abs(wanted));
        }
    }

    private void enter(int bar, double open, byte side, double share) {
        position = side;
        size = share;
        largest = share;
        changes = 0;
        reducedUnits = 0;
        entryBar = bar;
        entryPrice = open * (1 + position * slippage);
        equityBefore = cash;
        double value = share * cash / (1 + share * fee);
        units = position * value / entryPrice;
        turnover += value / cash;
        cash -= units * entryPrice + value * fee;
    }

    /** Trades the difference to another size on the same side. */
    private void change(double open, double wanted) {
        double way = StrictMath.signum(wanted * valueAt(open) - units * open);
        double price = open * (1 + way * slippage);
        double worth = valueAt(price);
        double traded = (wanted * worth - units * price) / (price * (1 + way * wanted * fee));
        // not if slippage is more than the difference, nor with nothing left to trade with: of that the close will
        // judge
        if (!(traded * way > 0) || !(worth > StrictMath.abs(units) * price * fee)) {
            return;
        }
        double amount = StrictMath.abs(traded);
        if (way == position) {
            entryPrice = average(entryPrice, StrictMath.abs(units) + reducedUnits, price, amount);
        } else {
            reducedPrice = average(reducedPrice, reducedUnits, price, amount);
            reducedUnits += amount;
        }
        units += traded;
        turnover += amount * price / worth;
        cash -= traded * price + amount * price * fee;
        size = StrictMath.abs(wanted);
        largest = StrictMath.max(largest, size);
        changes++;
    }

    private static double average(double price, double units, double morePrice, double moreUnits) {
        return (price * units + morePrice * moreUnits) / (units + moreUnits);
    }

    /** Leaves the market, with costs. */
    void close(int bar, double quoted, Trade.Exit exit) {
        double price = quoted * (1 - position * slippage);
        double value = valueAt(price);
        if (value > 0) {
            turnover += StrictMath.abs(units) * price / value;
        }
        settle(bar, price, fee, exit);
    }

    /** Ends with nothing: who is bankrupt pays no fee. */
    void ruin(int bar, double price) {
        settle(bar, price, 0, Trade.Exit.RUIN);
        ruined = true;
    }

    private void settle(int bar, double price, double feeShare, Trade.Exit exit) {
        cash += units * price - StrictMath.abs(units) * price * feeShare;
        if (cash <= 0) {
            cash = 0;
            ruined = true;
        }
        double profit = cash - equityBefore;
        double exitPrice =
                reducedUnits == 0 ? price : average(reducedPrice, reducedUnits, price, StrictMath.abs(units));
        trades.add(new Trade(
                position, largest, changes, entryBar, entryPrice, bar, exitPrice, profit, profit / equityBefore, exit));
        units = 0;
        position = Position.FLAT;
        size = 0;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(cash);
        out.writeDouble(units);
        out.writeByte(position);
        out.writeDouble(size);
        out.writeDouble(largest);
        out.writeBoolean(ruined);
        out.writeInt(entryBar);
        out.writeDouble(entryPrice);
        out.writeDouble(equityBefore);
        out.writeInt(changes);
        out.writeDouble(reducedUnits);
        out.writeDouble(reducedPrice);
        out.writeDouble(turnover);
        out.writeInt(trades.size());
        for (Trade trade : trades) {
            trade.write(out);
        }
    }

    /** Of the same costs. */
    static Account read(DataInputStream in, StrategySpec.Costs costs) throws IOException {
        Account account = new Account(costs);
        account.cash = in.readDouble();
        account.units = in.readDouble();
        account.position = in.readByte();
        account.size = in.readDouble();
        account.largest = in.readDouble();
        account.ruined = in.readBoolean();
        account.entryBar = in.readInt();
        account.entryPrice = in.readDouble();
        account.equityBefore = in.readDouble();
        account.changes = in.readInt();
        account.reducedUnits = in.readDouble();
        account.reducedPrice = in.readDouble();
        account.turnover = in.readDouble();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            account.trades.add(Trade.read(in));
        }
        return account;
    }
}
