package io.ktrdr.coordinator.models;

import java.math.BigDecimal;

/** Pays for everything, and knows what it has come to: also while a request is under way, and after it was given up. */
final class Tally implements Meter {
    private BigDecimal usd = BigDecimal.ZERO;

    @Override
    public synchronized Decision reserve(Request request) {
        usd = usd.add(request.atMost());
        return new Decision.Granted(charge -> settle(request, charge));
    }

    private synchronized void settle(Request request, Charge charge) {
        usd = usd.subtract(request.atMost()).add(charge.usd());
    }

    /** US dollars, not rounded; at most, for what has not been counted. */
    synchronized BigDecimal usd() {
        return usd;
    }
}
