package io.ktrdr.coordinator.models;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What one question has cost so far. For one thread. */
final class Bill {
    private final Meter meter;
    private final List<Charge> charges = new ArrayList<>();
    private int requests;

    Bill(Meter meter) {
        this.meter = meter;
    }

    Meter.Decision reserve(String model, BigDecimal atMost) throws InterruptedException {
        return meter.reserve(new Meter.Request(++requests, model, atMost));
    }

    void settle(Meter.Reservation reservation, Charge charge) throws InterruptedException {
        if (!charge.isOfNothing()) {
            charges.add(charge);
        }
        reservation.settle(charge);
    }

    List<Charge> charges() {
        return List.copyOf(charges);
    }
}
