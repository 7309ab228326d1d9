package io.ktrdr.backtest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.quant.job.Control;
import java.util.function.Supplier;

/** A job that nobody interrupts, to make the model that a backtest needs. */
final class Undisturbed implements Control {
    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void progress(long step, double fraction, String message) {
        assertTrue(fraction <= 1);
    }

    @Override
    public void startedAfresh(String why) {
        throw new AssertionError(why);
    }

    @Override
    public void checkpoint(long step, Supplier<byte[]> bytes) {
        assertTrue(step > 0);
    }
}
