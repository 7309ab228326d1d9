package io.ktrdr.coordinator.models;

import io.ktrdr.coordinator.models.ConfiguredModel.Kind;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model as in the file, with values that are usually right. */
record ModelSetup(
        String name,
        Kind kind,
        String url,
        @Nullable String key,
        OptionalLong requestsPerMinute,
        OptionalLong tokensPerDay,
        Duration timeout) {
    static final String KEY = "sk-ant-api03-R2D2C3POplantedKey42";
    /** Pays for everything, and keeps no books. */
    static final Meter FREE = request -> new Meter.Decision.Granted(charge -> {});

    static final Prices PRICES =
            new Prices(new BigDecimal("5"), new BigDecimal("25"), new BigDecimal("0.5"), new BigDecimal("6.25"));

    /** Of the real one everything but the times. */
    static final Guarding QUICK =
            new Guarding(3, Duration.ofMillis(5), Duration.ofSeconds(2), 5, Duration.ofSeconds(1), 3);

    static final AnswerSchema VERDICT = AnswerSchema.of("""
            {"type": "object", "additionalProperties": false, "required": ["verdict", "score"],
             "properties": {"verdict": {"type": "string", "enum": ["good", "bad"], "description": "what it is worth"},
                            "score": {"type": "integer", "minimum": 0, "maximum": 10}}}""");

    static final Question PLAIN = Question.forText("You are terse.", "Say something.", 500);
    static final Question STRUCTURED = Question.forJson("You judge.", "Judge this.", 500, VERDICT);

    static ModelSetup anthropic(FakeProvider provider) {
        return new ModelSetup(
                "opus", Kind.ANTHROPIC, provider.url(), KEY, OptionalLong.empty(), OptionalLong.empty(), aMinute());
    }

    static ModelSetup openAi(FakeProvider provider) {
        return new ModelSetup(
                "gpt", Kind.OPENAI, provider.url() + "/v1", KEY, OptionalLong.empty(), OptionalLong.empty(), aMinute());
    }

    private static Duration aMinute() {
        return Duration.ofMinutes(1);
    }

    ModelSetup named(String other) {
        return new ModelSetup(other, kind, url, key, requestsPerMinute, tokensPerDay, timeout);
    }

    ModelSetup withoutKey() {
        return new ModelSetup(name, kind, url, null, requestsPerMinute, tokensPerDay, timeout);
    }

    ModelSetup perMinute(int limit) {
        return new ModelSetup(name, kind, url, key, OptionalLong.of(limit), tokensPerDay, timeout);
    }

    ModelSetup perDay(long limit) {
        return new ModelSetup(name, kind, url, key, requestsPerMinute, OptionalLong.of(limit), timeout);
    }

    ModelSetup within(Duration limit) {
        return new ModelSetup(name, kind, url, key, requestsPerMinute, tokensPerDay, limit);
    }

    ConfiguredModel configured() {
        return new ConfiguredModel(
                name,
                kind,
                URI.create(url),
                "the-model",
                key == null ? null : new Secret(key),
                PRICES,
                requestsPerMinute,
                tokensPerDay,
                OptionalLong.empty(),
                timeout,
                null);
    }

    static ModelChain chain(Guarding guarding, Clock clock, ModelSetup... setups) {
        return ModelChains.chain(
                Stream.of(setups).map(ModelSetup::configured).toList(), guarding, clock, ModelWatch.NOBODY);
    }

    static ModelChain chain(ModelSetup... setups) {
        return chain(QUICK, new SettableClock(), setups);
    }
}
