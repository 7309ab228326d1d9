package io.ktrdr.cli;

/** What services answer, with valid defaults. */
final class Bodies {
    private Bodies() {}

    static String problem(int status, String code, String detail, String... more) {
        String extra = more.length == 0 ? "" : ", " + String.join(", ", more);
        return """
                {"type": "urn:ktrdr:problem:%s", "title": "Wrong", "status": %d, "detail": "%s", "code": "%s"%s}""".formatted(code, status, detail, code, extra);
    }

    static String active(String id, String phase, String strategy, int seconds, String waiting) {
        return """
                {"operation_id": "%s", "phase": "%s", "strategy_name": %s, "duration_seconds": %d, "age_seconds": 200,
                 "child_operation_id": null, "waiting_reason": %s}""".formatted(id, phase, strategy, seconds, waiting);
    }

    static String status(String researches, String remaining) {
        return """
                {"active_researches": [%s],
                 "workers": {"training": {"total": 3, "busy": 2}, "backtesting": {"total": 2, "busy": 1}},
                 "budget": {"remaining": %s, "daily_limit": 5.0}, "capacity": {"active": 3, "limit": 6, "queued": 0}}""".formatted(researches, remaining);
    }

    static String research(String id, String status, String phase, String more) {
        return """
                {"operation_id": "%s", "operation_type": "agent_research", "status": "%s", "phase": "%s", "attempt": 1,
                 "created_at": "2026-01-02T03:04:05Z", "started_at": "2026-01-02T03:04:06Z", "priority": "P1",
                 "depends_on": [], "brief": "Explore RSI variations"%s}""".formatted(id, status, phase, more);
    }

    static String result() {
        return """
                , "finished_at": "2026-01-02T03:05:05Z", "strategy_name": "rsi_7", "result": {
                "strategy": {"name": "rsi_7", "sha256": "abcdef0123456789", "yaml": "name: rsi_7\\n"},
                "dataset": {"symbol": "BTC-USD", "timeframe": "5m", "sha256": "0123456789abcdef"}, "seed": 42,
                "windows": {"train": {"from": "2013-11-25T00:00:00Z", "to": "2013-11-28T00:00:00Z", "bars": 800}},
                "training": {"accuracy": 0.541, "loss": 0.689, "epochs": 3, "history": [
                  {"epoch": 1, "train_loss": 0.70, "validation_loss": 0.71, "validation_accuracy": 0.50},
                  {"epoch": 2, "train_loss": 0.69, "validation_loss": 0.70, "validation_accuracy": 0.52},
                  {"epoch": 3, "train_loss": 0.68, "validation_loss": 0.69, "validation_accuracy": 0.54}]},
                "gates": [{"gate": "training", "profile": "lenient", "passed": true, "checks": [
                  {"name": "accuracy", "value": 0.541, "threshold": 0.1, "passed": true}]}],
                "backtest": {"total_return": -0.012, "annualized_return": -0.3, "volatility": 0.5, "sharpe": -0.8,
                  "sortino": null, "calmar": -1.0, "max_drawdown": 0.05, "win_rate": 0.45, "profit_factor": 0.9,
                  "exposure": 0.3, "trades": 12},
                "baselines": {"buy_and_hold_return": 0.08, "majority_accuracy": 0.52},
                "artifacts": {"equity_curve": "e1", "trades": "t1", "onnx": "o1"},
                "assessment": {"verdict": "poor", "strengths": ["few trades"], "weaknesses": ["loses"],
                  "suggestions": [], "hypotheses": []}, "code_version": "1.0"}""";
    }
}
