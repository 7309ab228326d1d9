package io.ktrdr.cli.report;

import io.ktrdr.contracts.operation.OperationView;
import java.util.List;

/** Why something is not in a report. */
final class Absent {
    private Absent() {}

    static String backtest(OperationView research, Findings found) {
        if (research.result() == null) {
            return "There is no backtest: this research is " + research.status().wireName() + " and left no result.";
        }
        List<String> closed = found.each("/gates").stream()
                .filter(gate -> !gate.json().path("passed").asBoolean())
                .map(gate -> gate.text("/gate"))
                .toList();
        if (closed.contains("training")) {
            return "There is no backtest: the gate after training did not let this research pass.";
        }
        return found.text("/designer").equals("stub")
                ? "There is no backtest: this was a stub, which computes nothing."
                : "There is no backtest in this research's result.";
    }

    static String statistics() {
        return "Not computed: this research was made by a release that did not do so.";
    }

    static void write(Html html, String reason) {
        html.element("p", reason, "class", "missing");
    }
}
