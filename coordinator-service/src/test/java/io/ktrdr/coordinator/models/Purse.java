package io.ktrdr.coordinator.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A meter that keeps books. It pays for everything unless it is told otherwise. */
final class Purse implements Meter {
    private final List<Request> reserved = new CopyOnWriteArrayList<>();
    private final Map<Integer, Charge> settled = new LinkedHashMap<>();
    private final List<Decision> answers = new ArrayList<>();

    /** The decisions about the next requests; after them everything is paid for. */
    Purse saying(Decision... decisions) {
        answers.addAll(List.of(decisions));
        return this;
    }

    @Override
    public synchronized Decision reserve(Request request) {
        reserved.add(request);
        return answers.isEmpty()
                ? new Decision.Granted(charge -> settle(request.number(), charge))
                : answers.removeFirst();
    }

    private synchronized void settle(int number, Charge charge) {
        if (settled.putIfAbsent(number, charge) != null) {
            throw new AssertionError("settled twice: " + number);
        }
    }

    List<Request> reserved() {
        return List.copyOf(reserved);
    }

    synchronized List<Charge> settled() {
        return List.copyOf(settled.values());
    }
}
