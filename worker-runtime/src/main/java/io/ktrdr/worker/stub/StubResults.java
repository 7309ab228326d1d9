package io.ktrdr.worker.stub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Made-up numbers in the shape of real results; they pass the lenient gates. */
final class StubResults {
    private static final int EPOCHS = 10;

    private StubResults() {}

    static ObjectNode training() {
        ObjectNode result = marked();
        result.put("accuracy", 0.55)
                .put("loss", 0.68)
                .put("initial_loss", 0.70)
                .put("loss_decrease", 0.0286)
                .put("epochs", EPOCHS)
                .put("majority_accuracy", 0.51);
        ArrayNode history = result.putArray("history");
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            history.addObject()
                    .put("epoch", epoch)
                    .put("train_loss", 0.70 - 0.002 * epoch)
                    .put("validation_loss", 0.70 - 0.0015 * epoch)
                    .put("validation_accuracy", 0.50 + 0.005 * epoch);
        }
        result.putObject("artifacts");
        return result;
    }

    static ObjectNode backtest() {
        ObjectNode result = marked();
        result.putObject("backtest")
                .put("total_return", 0.04)
                .put("annualized_return", 0.09)
                .put("volatility", 0.15)
                .put("sharpe", 0.6)
                .put("sortino", 0.8)
                .put("calmar", 0.9)
                .put("max_drawdown", 0.10)
                .put("win_rate", 0.52)
                .put("profit_factor", 1.15)
                .put("exposure", 0.45)
                .put("trades", 40);
        result.putObject("baselines").put("buy_and_hold_return", 0.03).put("majority_accuracy", 0.51);
        result.putObject("artifacts");
        return result;
    }

    private static ObjectNode marked() {
        return JsonNodeFactory.instance.objectNode().put("stub", true);
    }
}
