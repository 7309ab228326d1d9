package io.ktrdr.cli.report;

import io.ktrdr.cli.output.Figures;
import java.time.Instant;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** Figures, words and times as the report writes them. */
final class Show {
    static final String UNDEFINED = "not defined";

    private static final double FEWEST_PER_HUNDRED = 0.005;

    private Show() {}

    /** By one of {@link Figures}; says so when there is no such number. */
    static String number(double value, DoubleFunction<String> format) {
        return Double.isFinite(value) ? format.apply(value) : UNDEFINED;
    }

    /** {@code 12,345}. */
    static String whole(double value) {
        return number(value, number -> String.format(Locale.ROOT, "%,d", Math.round(number)));
    }

    /** {@code 7.5 bps}. */
    static String basisPoints(double value) {
        return number(
                value, number -> number == Math.rint(number) ? whole(number) + " bps" : Figures.ratio(number) + " bps");
    }

    /** {@code 93 in 100}; never quite none or all of them. */
    static String inHundred(double share) {
        return number(share, number -> {
            if (number < FEWEST_PER_HUNDRED) {
                return "fewer than 1 in 100";
            }
            return number > 1 - FEWEST_PER_HUNDRED ? "more than 99 in 100" : Math.round(number * 100) + " in 100";
        });
    }

    /** {@code 2025-03-01}. */
    static String day(long millis) {
        return Instant.ofEpochMilli(millis).toString().substring(0, 10);
    }

    /** {@code 2025-03-01 04:00 UTC}. */
    static String minute(Instant time) {
        return time.toString().substring(0, 16).replace('T', ' ') + " UTC";
    }

    /** A name of the wire for a reader: {@code max_drawdown} becomes {@code max drawdown}. */
    static String words(String name) {
        return name.replace('_', ' ');
    }

    /** {@code 1 trade}, {@code 2 trades}. */
    static String counted(long number, String one) {
        return whole(number) + " " + (number == 1 ? one : one + "s");
    }
}
