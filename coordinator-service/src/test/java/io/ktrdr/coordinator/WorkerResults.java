package io.ktrdr.coordinator;

/** What real workers report, in full. */
public final class WorkerResults {
    public static final String TRAINING_RESULT = """
            {"accuracy": 0.56, "loss": 0.67, "epochs": 2,
             "history": [{"epoch": 1, "train_loss": 0.69, "validation_loss": 0.69, "validation_accuracy": 0.52}],
             "majority_accuracy": 0.51, "stopped_early": false, "best_epoch": 2, "initial_loss": 0.69,
             "loss_decrease": 0.03, "evaluated_on": "validation", "train_samples": 1000, "validation_samples": 300,
             "model": "m"}""";

    public static final String BACKTEST_RESULT = """
            {"backtest": {"total_return": 0.05, "annualized_return": 0.1, "volatility": 0.3, "sharpe": 0.6, "sortino": 0.9,
              "calmar": 0.5, "max_drawdown": 0.12, "win_rate": 0.52, "profit_factor": 1.1, "exposure": 0.4, "trades": 61},
             "baselines": {"buy_and_hold_return": 0.02},
             "artifacts": {"equity_curve": "e", "trades": "t"}}""";

    private WorkerResults() {}
}
