package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** The figures of a backtest. */
enum Metric {
    TOTAL_RETURN("Return", Figures::signedPercent, "What became of the account over the test, after costs."),
    ANNUALIZED_RETURN("Annualised return", Figures::signedPercent, "The constant yearly growth that gives the same."),
    VOLATILITY("Volatility", Figures::percent, "How widely the returns of a year scatter."),
    SHARPE("Sharpe ratio", Figures::ratio, "Mean return over its scatter, a year; risk-free rate 0."),
    SORTINO("Sortino ratio", Figures::ratio, "The same, with only losses counted as scatter."),
    CALMAR("Calmar ratio", Figures::ratio, "Annualised return over the deepest drawdown."),
    MAX_DRAWDOWN("Deepest drawdown", Figures::percent, "The greatest loss from a peak, as a share of the peak."),
    WIN_RATE("Win rate", Figures::percent, "Share of trades that earned something after costs."),
    PROFIT_FACTOR("Profit factor", Figures::ratio, "What the winners earned over what the losers lost."),
    EXPOSURE("Exposure", Figures::percent, "Mean share of the equity that was in the market."),
    TRADES("Trades", Show::whole, "Positions from entry to exit."),
    TURNOVER("Turnover", Figures::ratio, "How many times the whole equity was traded.");

    private final String title;
    private final DoubleFunction<String> format;
    private final String meaning;

    Metric(String title, DoubleFunction<String> format, String meaning) {
        this.title = title;
        this.format = format;
        this.meaning = meaning;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }

    /** Those that are worth comparing between stretches of time. */
    boolean comparable() {
        return switch (this) {
            case TOTAL_RETURN, VOLATILITY, SHARPE, MAX_DRAWDOWN, TRADES -> true;
            case ANNUALIZED_RETURN, SORTINO, CALMAR, WIN_RATE, PROFIT_FACTOR, EXPOSURE, TURNOVER -> false;
        };
    }

    /** A year made of a few days' figures says nothing. */
    boolean yearly() {
        return this == ANNUALIZED_RETURN || this == CALMAR;
    }

    /** What a release does not measure, or what says nothing for a strategy, is left out of its metrics. */
    boolean isIn(Findings metrics) {
        return metrics.json().has(key());
    }

    /** @param metrics of a backtest */
    String shown(Findings metrics) {
        return Show.number(metrics.number("/" + key()), format);
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
