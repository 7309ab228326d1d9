package io.ktrdr.cli.report;

import java.util.List;

/** What came of the strict gate. */
sealed interface StrictGate {
    record NotAsked(String profile) implements StrictGate {}

    record Passed() implements StrictGate {}

    record Failed(String reason) implements StrictGate {}

    /** @param gate what was bypassed, with its profile */
    record Bypassed(String gate, String by, String reason) implements StrictGate {}

    static StrictGate of(Findings found) {
        List<Findings> gates = found.each("/gates");
        for (Findings gate : gates) {
            if (gate.has("/bypass")) {
                return new Bypassed(
                        gate.text("/profile") + " gate after " + gate.text("/gate"),
                        gate.text("/bypass/by"),
                        gate.text("/bypass/reason"));
            }
        }
        List<Findings> strict = gates.stream()
                .filter(gate -> gate.text("/profile").equals("strict"))
                .toList();
        if (strict.isEmpty()) {
            return new NotAsked(gates.stream()
                    .map(gate -> gate.text("/profile"))
                    .findFirst()
                    .orElse(""));
        }
        List<String> reasons = strict.stream()
                .filter(gate -> !gate.json().path("passed").asBoolean())
                .map(gate -> "after " + gate.text("/gate") + ": " + Show.words(gate.text("/reason")))
                .toList();
        if (!reasons.isEmpty()) {
            return new Failed(String.join("; ", reasons));
        }
        return strict.stream().anyMatch(gate -> gate.text("/gate").equals("backtest"))
                ? new Passed()
                : new NotAsked("");
    }

    default Badge badge() {
        return switch (this) {
            case NotAsked(String profile) ->
                new Badge(
                        Badge.Tone.PLAIN,
                        "Strict gate",
                        profile.isEmpty() ? "not reached" : "not asked, the gates were " + profile);
            case Passed() -> new Badge(Badge.Tone.GOOD, "Strict gate", "passed");
            case Failed(String reason) -> new Badge(Badge.Tone.BAD, "Strict gate", "failed " + reason);
            case Bypassed(String gate, String by, String reason) ->
                new Badge(Badge.Tone.WARNING, "Bypassed", "the " + gate + ", by " + by + ": " + reason);
        };
    }
}
