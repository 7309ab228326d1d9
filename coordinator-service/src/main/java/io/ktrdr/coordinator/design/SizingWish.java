package io.ktrdr.coordinator.design;

import io.ktrdr.quant.strategy.Sizing;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How large positions are to be: the words of a brief that mean it, and what it claims. Who does not speak of it gets all of
 * the equity. None borrows.
 */
enum SizingWish {
    KELLY("kelly", "The surer the model is, the more it is right to hold.") {
        @Override
        Sizing sizing(Variation vary) {
            return new Sizing.Kelly(vary.oneOf(0.1, 0.25, 0.5), vary.period(20, 100), MOST, REBALANCE_ABOVE);
        }
    },
    FIXED_FRACTION("fixed[- ]fraction(al)?", "With a part of the equity in cash the drawdown is bearable.") {
        @Override
        Sizing sizing(Variation vary) {
            return new Sizing.FixedFraction(vary.oneOf(0.25, 0.5, 0.75));
        }
    },
    VOLATILITY_TARGET(
            "vol(atility)?[- ](target\\w*|managed|scal(ed|ing))|target(ed|ing)? volatility|position[- ]siz(e|es|ing)|risks?",
            "Smaller positions in wild times earn more for their risk.") {
        @Override
        Sizing sizing(Variation vary) {
            return new Sizing.VolatilityTarget(
                    vary.oneOf(0.1, 0.15, 0.2, 0.3), vary.period(20, 100), MOST, REBALANCE_ABOVE);
        }
    };

    private static final double MOST = 1;
    private static final double REBALANCE_ABOVE = 0.1;

    private final Pattern words;
    private final String hypothesis;

    SizingWish(String words, String hypothesis) {
        this.words = Brief.wanted(words);
        this.hypothesis = hypothesis;
    }

    abstract Sizing sizing(Variation vary);

    String hypothesis() {
        return hypothesis;
    }

    /** What a brief in lower case says of it; of several the more special. */
    static Optional<SizingWish> of(String brief) {
        return Arrays.stream(values())
                .filter(wish -> wish.words.matcher(brief).find())
                .findFirst();
    }

    /** The rest of a brief, so that a target for the volatility is not taken for a strategy that looks at volatility. */
    static String without(String brief) {
        String rest = brief;
        for (SizingWish wish : values()) {
            rest = wish.words.matcher(rest).replaceAll(" ");
        }
        return rest;
    }
}
