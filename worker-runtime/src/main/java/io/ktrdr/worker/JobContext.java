package io.ktrdr.worker;

import java.util.Optional;
import java.util.function.Supplier;

/** What a running job knows and may ask for. All methods are called on the job's own thread only. */
public interface JobContext {
    /** Id of the operation that this attempt belongs to. */
    String claim();

    /** 1 for the first. */
    int attempt();

    /** The specification, a JSON document; its hash has been verified. */
    String spec();

    /**
     * Where an earlier attempt got to; empty to start afresh, also when that is not to be had any more: what is lost is time.
     *
     * @throws JobFailure class {@code interrupted} when no coordinator answered
     */
    Optional<Resume> resume() throws JobFailure, InterruptedException;

    /** What {@link #resume} gave cannot be used, and the job begins at its beginning: people are told. */
    void startedAfresh(String why);

    /**
     * An artifact's bytes, their hash verified. Waits for a coordinator as long as it takes, up to ten minutes.
     *
     * @throws JobFailure class {@code job} when there is no such artifact, {@code interrupted} when no coordinator
     *     answered, or with something else than was asked for
     */
    byte[] fetch(String sha256) throws JobFailure, InterruptedException;

    /** True when the job should stop now; nothing it does afterwards counts. */
    boolean cancelled();

    /**
     * How far the job is. Cheap: call it as often as you like, the latest wins and is sent once a second.
     *
     * @param step epochs trained or bars processed; only grows
     * @param fraction done, 0..1
     * @param message for people
     */
    void progress(long step, double fraction, String message);

    /**
     * A point at which the job could be resumed. The state is asked for only when a checkpoint is due: about three times
     * a minute, and when the worker drains, after which {@link #cancelled()} is true.
     */
    void checkpoint(long step, Supplier<byte[]> state);

    /**
     * Keeps an artifact of the result; it reaches the coordinator before the result does.
     *
     * @return its SHA-256, to be named in the result
     */
    String artifact(byte[] content);

    /**
     * The state given to {@link #checkpoint}; the bytes are the receiver's own.
     *
     * @param step at which it was taken
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy of many megabytes would serve nobody
    record Resume(long step, byte[] state) {}
}
