package io.ktrdr.coordinator.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PricesTest {
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);

    @Provide
    Arbitrary<Prices> prices() {
        Arbitrary<BigDecimal> price = Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, new BigDecimal(1_000))
                .ofScale(4);
        return Combinators.combine(price, price, price, price).as(Prices::new);
    }

    @Provide
    Arbitrary<Usage> usages() {
        Arbitrary<Long> tokens = Arbitraries.longs().between(0, 5_000_000);
        return Combinators.combine(tokens, tokens, tokens, tokens).as(Usage::new);
    }

    @Example
    void a_million_of_each_costs_the_four_prices() {
        Prices prices =
                new Prices(new BigDecimal("5"), new BigDecimal("25"), new BigDecimal("0.5"), new BigDecimal("6.25"));
        assertEquals(
                0,
                prices.cost(new Usage(1_000_000, 1_000_000, 1_000_000, 1_000_000))
                        .compareTo(new BigDecimal("36.75")));
    }

    @Property
    void cost_is_the_exact_sum_of_its_parts(@ForAll("prices") Prices prices, @ForAll("usages") Usage usage) {
        BigDecimal sum = prices.cost(new Usage(usage.input(), 0, 0, 0))
                .add(prices.cost(new Usage(0, usage.output(), 0, 0)))
                .add(prices.cost(new Usage(0, 0, usage.cacheRead(), 0)))
                .add(prices.cost(new Usage(0, 0, 0, usage.cacheWrite())));
        assertEquals(0, prices.cost(usage).compareTo(sum));
    }

    @Property
    void not_a_millionth_is_rounded_away(
            @ForAll("prices") Prices prices, @ForAll @LongRange(max = 9_000_000) long tokens) {
        BigDecimal cost = prices.cost(new Usage(0, tokens, 0, 0));
        assertEquals(0, cost.multiply(MILLION).compareTo(prices.output().multiply(BigDecimal.valueOf(tokens))));
    }

    @Property
    void more_tokens_never_cost_less(@ForAll("prices") Prices prices, @ForAll("usages") Usage usage) {
        Usage more = new Usage(usage.input() + 1, usage.output() + 1, usage.cacheRead() + 1, usage.cacheWrite() + 1);
        assertTrue(prices.cost(more).compareTo(prices.cost(usage)) >= 0);
        assertTrue(prices.cost(usage).signum() >= 0);
    }

    @Property
    void the_estimate_is_never_below_what_its_tokens_can_cost(
            @ForAll("prices") Prices prices,
            @ForAll String system,
            @ForAll String text,
            @ForAll @IntRange(min = 1, max = 100_000) int output,
            @ForAll @IntRange(max = 100) int cachedShare,
            @ForAll @IntRange(max = 100) int writtenShare) {
        Question question = Question.forText("Be terse. " + system, "Say: " + text, output);
        // a token for each byte: more than any tokenizer makes
        long input = system.getBytes(StandardCharsets.UTF_8).length + text.getBytes(StandardCharsets.UTF_8).length;
        long cached = input * cachedShare / 100;
        long written = (input - cached) * writtenShare / 100;
        Usage worst = new Usage(input - cached - written, output, cached, written);
        assertTrue(prices.atMost(Size.of(question)).compareTo(prices.cost(worst)) >= 0);
    }

    @Example
    void the_estimate_of_a_chain_is_that_of_its_dearest_model_with_its_repair() {
        ModelChain chain;
        try (FakeProvider provider = new FakeProvider()) {
            chain = ModelSetup.chain(ModelSetup.anthropic(provider), ModelSetup.openAi(provider));
        }
        Size size = Size.of(ModelSetup.STRUCTURED);
        assertEquals(
                ModelSetup.PRICES.atMost(size).add(ModelSetup.PRICES.atMost(size.repair())),
                chain.estimate(ModelSetup.STRUCTURED));
        assertEquals(ModelSetup.PRICES.atMost(Size.of(ModelSetup.PLAIN)), chain.estimate(ModelSetup.PLAIN));
        assertEquals(BigDecimal.ZERO, ModelSetup.chain().estimate(ModelSetup.PLAIN));
    }

    @Example
    void the_size_of_a_repair_is_not_below_that_of_its_question() {
        Question repair = Repair.of(
                ModelSetup.STRUCTURED,
                "x".repeat(ModelSetup.STRUCTURED.maxOutputTokens()),
                Collections.nCopies(10, "/a/very/long/path: ".repeat(100)));
        assertTrue(Size.of(repair).input()
                <= Size.of(ModelSetup.STRUCTURED).repair().input());
    }
}
