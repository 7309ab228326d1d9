package io.ktrdr.coordinator.design;

import io.ktrdr.quant.random.SplitMix64;
import io.ktrdr.quant.strategy.Sizing;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategySpec.IndicatorUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Designs a strategy without asking a model: it looks for known words in the brief, takes their templates and varies the
 * parameters by the seed. What the memory holds is not tried a second time. The same arguments give the same strategy.
 */
public final class TemplateDesigner {
    /** The templates leave millions of variants: more collisions than this cannot be chance. */
    private static final int MOST_ATTEMPTS = 1000;

    private static final int LONGEST_BRIEF_QUOTED = 300;

    private TemplateDesigner() {}

    /**
     * @param brief  a researcher's wish in free text; one without a known word gets a template that the memory does not call
     *               poor
     * @param memory everything that was tried, and what is being tried now
     * @return always a valid strategy
     */
    public static StrategySpec design(String brief, long seed, DatasetFacts dataset, List<PastResult> memory) {
        Brief wish = Brief.read(brief);
        SplitMix64 random = new SplitMix64(seed);
        Set<Substance> tried = new HashSet<>();
        memory.forEach(past -> tried.add(Substance.of(past.strategy())));
        StrategySpec spec;
        int attempts = 0;
        do {
            spec = design(brief, wish, new Variation(random, dataset.bars()), dataset, memory, seed);
            attempts++;
        } while (tried.contains(Substance.of(spec)) && attempts < MOST_ATTEMPTS);
        return spec;
    }

    /**
     * How the name of a design begins, up to its number; all that begin so are looked at to find the next number.
     *
     * @param bars of the dataset: one that is short leaves no room for a second timeframe
     * @return empty for a brief without a known word, whose design can get any name
     */
    public static Optional<String> nameStart(String brief, int bars) {
        Brief wish = Brief.read(brief);
        return wish.templates().stream()
                .findFirst()
                .map(template -> template.prefix(wish.multiTimeframe() && Variation.coarsest(bars) > 1) + "_");
    }

    private static StrategySpec design(
            String brief, Brief wish, Variation vary, DatasetFacts dataset, List<PastResult> memory, long seed) {
        Template template = wish.templates().isEmpty()
                ? withoutWish(vary, memory)
                : wish.templates().getFirst();
        int coarser = wish.multiTimeframe() ? vary.coarser() : 1;
        Map<String, IndicatorUse> features = new LinkedHashMap<>();
        add(features, template.indicators(vary, 1));
        if (coarser > 1) {
            add(features, template.indicators(vary, coarser));
        }
        // a second idea of the brief joins with its main indicators only, or it would drown the first
        wish.templates().stream()
                .skip(1)
                .limit(2)
                .forEach(other -> add(features, other.indicators(vary, 1).subList(0, 2)));
        double margin = vary.oneOf(0.005, 0.01, 0.015, 0.02, 0.03);
        String prefix = template.prefix(coarser > 1);
        return new StrategySpec(
                version(wish),
                prefix + "_" + nextNumber(prefix, memory),
                "Made from a template with seed " + seed + " for " + dataset.symbol() + " " + dataset.timeframe()
                        + "; no model was asked. Brief: " + quoted(brief),
                template.hypothesis()
                        + wish.sizing().map(asked -> " " + asked.hypothesis()).orElse(""),
                template.family(),
                new ArrayList<>(features.values()),
                new StrategySpec.Label(vary.horizon()),
                new StrategySpec.Model(
                        StrategySpec.Model.MLP,
                        wish.linear() ? List.of() : vary.hiddenLayers(),
                        vary.oneOf(0.001, 0.002, 0.005),
                        vary.oneOf(30, 40, 60),
                        vary.oneOf(32, 64, 128),
                        vary.oneOf(6, 8, 10),
                        vary.oneOf(0.0, 0.0001, 0.001)),
                new StrategySpec.Rules(rounded(0.5 + margin), wish.longOnly() ? null : rounded(0.5 - margin)),
                // after all else, so that the same seed gives the same otherwise
                wish.sizing().map(asked -> asked.sizing(vary)).orElse(Sizing.FULL),
                new StrategySpec.Costs(5, 2));
    }

    /**
     * The lowest that can say what is designed: the version is part of a strategy's hash, so a newer one would give the same
     * seed another strategy, and workers of a release before it would refuse that.
     */
    private static int version(Brief wish) {
        return wish.sizing().isEmpty() ? StrategySpec.OLDEST_SCHEMA_VERSION : StrategySpec.SCHEMA_VERSION;
    }

    private static Template withoutWish(Variation vary, List<PastResult> memory) {
        Set<String> good = new HashSet<>();
        Set<String> poor = new HashSet<>();
        for (PastResult past : memory) {
            if (past.verdict() != null) {
                ("poor".equals(past.verdict()) ? poor : good)
                        .add(past.strategy().family());
            }
        }
        Template[] hopeful = Arrays.stream(Template.values())
                .filter(template -> good.contains(template.family()) || !poor.contains(template.family()))
                .toArray(Template[]::new);
        return vary.oneOf(hopeful.length == 0 ? Template.values() : hopeful);
    }

    private static void add(Map<String, IndicatorUse> features, List<IndicatorUse> more) {
        more.forEach(use -> features.putIfAbsent(use.feature(), use));
    }

    /** One more than the highest that the memory has under this name. */
    private static int nextNumber(String prefix, List<PastResult> memory) {
        Pattern numbered = Pattern.compile(Pattern.quote(prefix) + "_(\\d{1,8})");
        int highest = 0;
        for (PastResult past : memory) {
            Matcher matcher = numbered.matcher(past.strategy().name());
            if (matcher.matches()) {
                highest = Math.max(highest, Integer.parseInt(matcher.group(1)));
            }
        }
        return highest + 1;
    }

    /** What a strategy does, without what it is called: two of the same substance would give the same result. */
    private record Substance(
            List<IndicatorUse> indicators,
            StrategySpec.Label label,
            StrategySpec.Model model,
            StrategySpec.Rules rules,
            Sizing sizing,
            StrategySpec.Costs costs) {
        static Substance of(StrategySpec spec) {
            return new Substance(
                    spec.indicators(), spec.label(), spec.model(), spec.rules(), spec.sizing(), spec.costs());
        }
    }

    private static String quoted(String brief) {
        String oneLine = brief.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return oneLine.length() <= LONGEST_BRIEF_QUOTED ? oneLine : oneLine.substring(0, LONGEST_BRIEF_QUOTED) + "...";
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
