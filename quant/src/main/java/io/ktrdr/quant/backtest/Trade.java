package io.ktrdr.quant.backtest;

import java.io.IOException;

/**
 * A position from entry to exit.
 *
 * @param position    {@link Position#LONG} or {@link Position#SHORT}
 * @param entryBar    index in the dataset of the bar at whose open it was entered
 * @param entryPrice  with slippage
 * @param exitBar     of the bar at whose open (or, at the end of the window and in ruin, close) it was left
 * @param exitPrice   with slippage
 * @param profit      in units of the starting equity, after costs
 * @param tradeReturn profit over the equity before the entry
 * @param exit        why it ended
 */
public record Trade(
        byte position,
        int entryBar,
        double entryPrice,
        int exitBar,
        double exitPrice,
        double profit,
        double tradeReturn,
        Exit exit) {
    /** Why a trade ended. */
    public enum Exit {
        /** The rules wanted something else. */
        SIGNAL,
        /** The window ended; closed at its last close, so that its costs are counted. */
        END,
        /** The equity was used up (a short against a price that doubled). */
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
