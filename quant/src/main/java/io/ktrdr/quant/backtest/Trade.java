package io.ktrdr.quant.backtest;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A position from entry to exit: from flat, or from the other side, to flat, or to the other side. Changes of its size in
 * between belong to it and make no trade of their own.
 *
 * @param position    {@link Position#LONG} or {@link Position#SHORT}
 * @param size        the largest share of the equity that a fill made it, 1 is all
 * @param changes     fills between entry and exit
 * @param entryBar    index in the dataset of the bar at whose open it was entered
 * @param entryPrice  with slippage; where fills made it larger, their average
 * @param exitBar     of the bar at whose open (or, at the end of the window and in ruin, close) it was left
 * @param exitPrice   with slippage; where fills made it smaller, the average of them and the exit
 * @param profit      in units of the starting equity, after costs
 * @param tradeReturn profit over the equity before the entry
 * @param exit        why it ended
 */
public record Trade(
        byte position,
        double size,
        int changes,
        int entryBar,
        double entryPrice,
        int exitBar,
        double exitPrice,
        double profit,
        double tradeReturn,
        Exit exit) {

    void write(DataOutputStream out) throws IOException {
        out.writeByte(position);
        out.writeDouble(size);
        out.writeInt(changes);
        out.writeInt(entryBar);
        out.writeDouble(entryPrice);
        out.writeInt(exitBar);
        out.writeDouble(exitPrice);
        out.writeDouble(profit);
        out.writeDouble(tradeReturn);
        out.writeByte(exit.code());
    }

    static Trade read(DataInputStream in) throws IOException {
        byte position = in.readByte();
        double size = in.readDouble();
        int changes = in.readInt();
        int entryBar = in.readInt();
        double entryPrice = in.readDouble();
        int exitBar = in.readInt();
        double exitPrice = in.readDouble();
        double profit = in.readDouble();
        double tradeReturn = in.readDouble();
        Exit exit = Exit.ofCode(in.readByte());
        return new Trade(position, size, changes, entryBar, entryPrice, exitBar, exitPrice, profit, tradeReturn, exit);
    }

    /** Why a trade ended. */
    public enum Exit {
        /** The rules wanted something else. */
        SIGNAL,
        /** The window ended; closed at its last close, so that its costs are counted. */
        END,
        /** The equity was used up (a short against a price that doubled, or a fall of what was bought on credit). */
        RUIN;

        /** For checkpoints, which outlive a reordering of the constants. */
        byte code() {
            return switch (this) {
                case SIGNAL -> 0;
                case END -> 1;
                case RUIN -> 2;
            };
        }

        static Exit ofCode(int code) throws IOException {
            return switch (code) {
                case 0 -> SIGNAL;
                case 1 -> END;
                case 2 -> RUIN;
                default -> throw new IOException("damaged");
            };
        }
    }
}
