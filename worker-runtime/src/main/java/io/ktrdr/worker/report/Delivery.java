package io.ktrdr.worker.report;

/** Told what becomes of results, on the outbox's thread. */
public interface Delivery {
    /** The first attempt to deliver is over, whatever came of it. */
    void attempted(String claim, long token);

    /** Acknowledged or refused for good: the outbox is done with it. */
    void settled(String claim, long token);
}
