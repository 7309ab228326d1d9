package io.ktrdr.quant.job;

import java.util.function.Supplier;

/** How a running job and its worker talk. Called from the job's thread only; calls should return quickly. */
public interface Control {
    /** Asked often; once true the job stops with {@link JobCancelledException}. */
    boolean cancelled();

    /**
     * So far.
     *
     * @param step     epochs trained or bars processed, including those before a checkpoint; only grows
     * @param fraction done, 0..1
     * @param message  for people
     */
    void progress(long step, double fraction, String message);

    /** The checkpoint that was given cannot be used: the job begins afresh, which gives the same result, only later. */
    void startedAfresh(String why);

    /**
     * The job could go on from here. The worker decides whether it is time to store it; bytes are made only when asked for,
     * and only within this call.
     */
    void checkpoint(long step, Supplier<byte[]> bytes);
}
