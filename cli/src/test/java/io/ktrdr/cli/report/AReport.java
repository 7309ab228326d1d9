package io.ktrdr.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.contracts.operation.OperationStatus;
import io.ktrdr.contracts.operation.OperationType;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.operation.Priority;
import io.ktrdr.contracts.operation.ResearchPhase;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.bars.SyntheticBars;
import io.ktrdr.quant.bars.Timeframe;
import io.ktrdr.quant.random.SplitMix64;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What reports are made of, with valid defaults: a research that got everywhere, on made-up prices. */
record AReport(
        @Nullable String brief,
        @Nullable ObjectNode result,
        OperationStatus status,
        Part<byte[]> equity,
        Part<byte[]> trades,
        Part<byte[]> bars) {
    private static final Bars BARS = SyntheticBars.randomWalk(11, 5_000, Timeframe.parse("4h"), 0.012);
    private static final int TEST_FROM = 3_500;
    private static final int TEST_END = 4_500;

    static AReport full() {
        ObjectNode result = (ObjectNode) read("full.json");
        ObjectNode windows = (ObjectNode) result.path("windows");
        window(windows, "train", 0, 2_495);
        window(windows, "validation", 2_500, 3_495);
        window(windows, "test", TEST_FROM, TEST_END);
        window(windows, "holdout", TEST_END, 5_000);
        return new AReport(
                "Explore RSI reversals, and be honest about it.",
                result,
                OperationStatus.COMPLETED,
                present(equityCsv()),
                present(tradesCsv()),
                new Part.Present<>(BarsCodec.encode(BARS)));
    }

    /** As releases before the statistics left it. */
    static AReport old() {
        return full().changed(result -> {
            result.remove(
                    List.of("statistics", "deflation", "designer_knowledge_cutoff", "requested_by", "gate_profile"));
            result.put("designer", "template").remove("designer_model");
            ((ObjectNode) result.path("training")).remove("walk_forward");
            ((ObjectNode) result.path("windows")).remove("holdout");
            ((ObjectNode) result.path("baselines"))
                    .remove(List.of("permuted", "majority_return", "majority_sharpe", "buy_and_hold_sharpe"));
            result.withArray("gates")
                    .forEach(gate -> ((ObjectNode) gate)
                            .put("profile", "lenient")
                            .put("passed", true)
                            .putNull("reason"));
        });
    }

    static AReport rejectedAfterTraining() {
        return full().changed(result -> {
                    result.putNull("backtest").putNull("statistics").remove("deflation");
                    result.withArray("gates").remove(1);
                    ((ObjectNode) result.withArray("gates").get(0))
                            .put("passed", false)
                            .put("reason", "accuracy_below_threshold (5.0% < 10%)");
                    ((ObjectNode) result.path("artifacts"))
                            .putNull("equity_curve")
                            .putNull("trades");
                })
                .withoutArtifacts();
    }

    AReport changed(Consumer<ObjectNode> change) {
        ObjectNode copy = Objects.requireNonNull(result).deepCopy();
        change.accept(copy);
        return new AReport(brief, copy, status, equity, trades, bars);
    }

    AReport withBrief(String other) {
        return new AReport(other, result, status, equity, trades, bars);
    }

    AReport withEquity(String csv) {
        return new AReport(brief, result, status, present(csv), trades, bars);
    }

    AReport withTrades(String csv) {
        return new AReport(brief, result, status, equity, present(csv), bars);
    }

    AReport withoutBars() {
        return new AReport(brief, result, status, equity, trades, missing("The dataset"));
    }

    AReport withoutArtifacts() {
        return new AReport(
                brief,
                result,
                status,
                missing("The equity curve"),
                missing("The list of trades"),
                missing("The dataset"));
    }

    AReport failed() {
        return new AReport(brief, null, OperationStatus.FAILED, equity, trades, bars).withoutArtifacts();
    }

    String html() {
        return Report.html(sources());
    }

    private Sources sources() {
        Instant created = Instant.parse("2026-01-02T03:04:05Z");
        return new Sources(
                new OperationView(
                        "op_75pbicmpduup",
                        OperationType.AGENT_RESEARCH,
                        status,
                        ResearchPhase.ASSESSING,
                        null,
                        1,
                        null,
                        null,
                        null,
                        created,
                        created,
                        created.plusSeconds(75),
                        result,
                        status == OperationStatus.FAILED ? "no data" : null,
                        null,
                        Priority.P1,
                        brief,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null),
                equity,
                trades,
                bars,
                null,
                Instant.parse("2026-02-03T04:05:06Z"),
                "ktrdr 0.1.0");
    }

    private static void window(ObjectNode windows, String name, int from, int end) {
        windows.putObject(name)
                .put("from", Instant.ofEpochMilli(BARS.openTime(from)).toString())
                .put("to", Instant.ofEpochMilli(BARS.closeTime(end - 1)).toString())
                .put("bars", end - from);
    }

    /** Long, flat and short by turns, a little luckier than chance. */
    private static String equityCsv() {
        SplitMix64 random = new SplitMix64(5);
        StringBuilder csv = new StringBuilder("time,close,position,equity,drawdown\n");
        double equity = 1;
        double peak = 1;
        int side = 0;
        for (int bar = TEST_FROM; bar < TEST_END; bar++) {
            double moved = BARS.close(bar) / BARS.open(bar) - 1;
            equity *= 1 + side * moved;
            peak = Math.max(peak, equity);
            csv.append(Instant.ofEpochMilli(BARS.closeTime(bar)))
                    .append(',')
                    .append(BARS.close(bar))
                    .append(side > 0 ? ",long," : side < 0 ? ",short," : ",flat,")
                    .append(equity)
                    .append(',')
                    .append(1 - equity / peak)
                    .append('\n');
            if (bar % 10 == 0 && bar + 5 < TEST_END) {
                int right = BARS.close(bar + 5) > BARS.close(bar) ? 1 : -1;
                double luck = random.nextDouble();
                side = luck < 0.3 ? 0 : luck < 0.68 ? right : -right;
            }
        }
        return csv.toString();
    }

    private static String tradesCsv() {
        SplitMix64 random = new SplitMix64(6);
        StringBuilder csv =
                new StringBuilder("side,entry_time,entry_price,exit_time,exit_price,bars,profit,return,exit\n");
        for (int i = 0; i < 96; i++) {
            double gain = 0.002 + 0.02 * random.nextGaussian();
            csv.append(i % 3 == 0 ? "short" : "long")
                    .append(",2021-08-06T00:00:00Z,100,2021-08-06T20:00:00Z,101,")
                    .append(3 + i % 9)
                    .append(',')
                    .append(gain)
                    .append(',')
                    .append(gain)
                    .append(",signal\n");
        }
        return csv.toString();
    }

    private static Part<byte[]> present(String csv) {
        return new Part.Present<>(csv.getBytes(StandardCharsets.UTF_8));
    }

    private static Part<byte[]> missing(String what) {
        return new Part.Missing<>(what + " is not part of this research's result.");
    }

    private static JsonNode read(String name) {
        try (InputStream in = Objects.requireNonNull(AReport.class.getResourceAsStream(name))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
