package io.ktrdr.testservices;

import io.ktrdr.quant.job.Control;
import java.util.function.Supplier;

/** A job that nobody interrupts. */
public final class Undisturbed implements Control {
    @Override
    public boolean cancelled() {
        return false;
    }

    @Override
    public void progress(long step, double fraction, String message) {
        // nobody watches
    }

    @Override
    public void startedAfresh(String why) {
        throw new AssertionError(why);
    }

    @Override
    public void checkpoint(long step, Supplier<byte[]> bytes) {
        // nobody will need it
    }
}
