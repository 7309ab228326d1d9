package io.ktrdr.coordinator.trial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.trial.TrialCount;
import io.ktrdr.coordinator.assess.Assessment;
import io.ktrdr.coordinator.assess.Evidence;
import io.ktrdr.coordinator.assess.RuleAssessor;
import io.ktrdr.coordinator.assess.Verdict;
import io.ktrdr.coordinator.design.DatasetFacts;
import io.ktrdr.coordinator.design.PastResult;
import io.ktrdr.coordinator.design.TemplateDesigner;
import io.ktrdr.coordinator.gate.BacktestFigures;
import io.ktrdr.coordinator.gate.GateProfile;
import io.ktrdr.coordinator.gate.GateResult;
import io.ktrdr.coordinator.gate.Gates;
import io.ktrdr.quant.bars.Bars;
import io.ktrdr.quant.bars.BarsCodec;
import io.ktrdr.quant.job.BacktestJob;
import io.ktrdr.quant.job.BacktestResult;
import io.ktrdr.quant.job.BacktestSpec;
import io.ktrdr.quant.job.BacktestStatistics;
import io.ktrdr.quant.job.DatasetReference;
import io.ktrdr.quant.job.JobResult;
import io.ktrdr.quant.job.TrainingJob;
import io.ktrdr.quant.job.TrainingResult;
import io.ktrdr.quant.job.TrainingSpec;
import io.ktrdr.quant.split.Windows;
import io.ktrdr.quant.statistics.Inference;
import io.ktrdr.quant.statistics.PlacebosCodec;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import io.ktrdr.quant.strategy.StrategySpec;
import io.ktrdr.quant.strategy.StrategyYaml;
import io.ktrdr.testservices.Undisturbed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One dataset and all that was tried on it. Researches take the same way as on a team's server, through the same designer, jobs,
 * ledger, gates and assessor, only without the server.
 */
final class Field {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Bars bars;
    private final DatasetReference dataset;
    private final DatasetFacts facts;
    private final Map<String, byte[]> artifacts = new HashMap<>();
    private final List<PastResult> memory = new ArrayList<>();
    private final List<Backtested> ledger = new ArrayList<>();
    private int trials;

    Field(Bars bars) {
        this.bars = bars;
        String timeframe = bars.timeframe().toString();
        this.dataset = new DatasetReference(put(BarsCodec.encode(bars)), "TEST-USD", timeframe);
        this.facts = new DatasetFacts("TEST-USD", timeframe, bars.size());
    }

    /**
     * How a research ended.
     *
     * @param alone   probability that the Sharpe ratio is above 0 had nothing else been tried, 0..1; null without one
     * @param worth   given all that was tried; null without a Sharpe ratio
     * @param lenient the gate that only stops what is broken
     * @param strict  null when the research was stopped before its backtest
     */
    record Outcome(
            String strategy,
            Verdict verdict,
            @Nullable Double alone,
            @Nullable Worth worth,
            @Nullable GateResult lenient,
            @Nullable GateResult strict,
            List<String> weaknesses) {}

    /** As {@code agent trigger BRIEF --gates strict}. */
    Outcome research(String brief, long seed) {
        return research(TemplateDesigner.design(brief, seed, facts, memory), seed);
    }

    /** As {@code agent trigger --strategy FILE --gates strict}. */
    Outcome research(StrategySpec strategy, long seed) {
        trials++;
        String yaml = StrategyYaml.write(strategy);
        Windows windows = Windows.of(bars, strategy.label().horizon());
        TrainingSpec spec = new TrainingSpec(yaml, dataset, windows, seed);
        JobResult trained = TrainingJob.run(spec.toJson(), this::get, null, new Undisturbed());
        trained.artifacts().values().forEach(this::put);
        TrainingResult training = read(trained.result(), TrainingResult.class);
        GateResult gate =
                Gates.training(GateProfile.STRICT, training.accuracy(), training.loss(), training.lossDecrease());
        if (!gate.passed()) {
            Evidence evidence = new Evidence(strategy, training, List.of(gate), null, null, null);
            Assessment assessment = assess(evidence);
            return new Outcome(strategy.name(), assessment.verdict(), null, null, null, null, assessment.weaknesses());
        }
        BacktestSpec order = new BacktestSpec(yaml, dataset, windows, seed, training.model());
        JobResult tested = BacktestJob.run(order.toJson(), this::get, null, new Undisturbed());
        BacktestResult backtest = read(tested.result(), BacktestResult.class);
        List<ReturnBlocks> placebos =
                PlacebosCodec.decode(Objects.requireNonNull(tested.artifacts().get("placebos")));
        Worth worth = worth(strategy, seed, backtest, placebos);
        BacktestFigures figures = figures(backtest, worth);
        GateResult strict = Gates.backtest(GateProfile.STRICT, figures, 0);
        Assessment assessment = assess(new Evidence(
                strategy,
                training,
                List.of(gate, strict),
                backtest.backtest(),
                backtest.baselines().buyAndHoldReturn(),
                strict));
        return new Outcome(
                strategy.name(),
                assessment.verdict(),
                backtest.statistics().inference().probabilisticSharpe(),
                worth,
                Gates.backtest(GateProfile.LENIENT, figures, 0),
                strict,
                assessment.weaknesses());
    }

    private Assessment assess(Evidence evidence) {
        Assessment assessment = RuleAssessor.assess(evidence);
        memory.add(new PastResult(evidence.strategy(), assessment.verdict().wireName()));
        return assessment;
    }

    /** Given what is in the ledger, into which it then comes itself. */
    private @Nullable Worth worth(
            StrategySpec strategy, long seed, BacktestResult backtest, List<ReturnBlocks> placebos) {
        Inference inference = backtest.statistics().inference();
        if (inference.sharpePerBar() == null || inference.skewness() == null || inference.kurtosis() == null) {
            return null;
        }
        Sample sample =
                new Sample(inference.sharpePerBar(), inference.bars(), inference.skewness(), inference.kurtosis());
        ReturnBlocks blocks = backtest.statistics().blocks();
        String sha256 = StrategyYaml.sha256(strategy);
        TrialCount count = new TrialCount(dataset.sha256(), null, trials, 0, ledger.size() + 1, 0, 0);
        Worth worth = Worth.of(
                new Worth.Judged(sha256, seed, sample, inference.barsPerYear(), blocks, placebos), count, ledger);
        ledger.add(new Backtested(
                "res_" + trials,
                strategy.name(),
                strategy.family(),
                sha256,
                seed,
                null,
                backtest.backtest().sharpe(),
                sample,
                inference.barsPerYear(),
                blocks,
                backtest.backtest().trades(),
                "ok",
                false,
                null,
                worth.deflatedSharpe(),
                trials,
                Instant.EPOCH));
        return worth;
    }

    private static BacktestFigures figures(BacktestResult backtest, @Nullable Worth worth) {
        BacktestStatistics statistics = backtest.statistics();
        return new BacktestFigures(
                backtest.backtest().winRate(),
                backtest.backtest().maxDrawdown(),
                backtest.backtest().sharpe(),
                worth == null ? null : worth.deflatedSharpe(),
                worth == null ? null : worth.overfittingProbability(),
                (double) backtest.backtest().trades(),
                statistics.costs().returnAtTwiceCost(),
                (double) statistics.leaks().lookAhead().violations(),
                statistics.leaks().tooGood().suspected() ? 1.0 : 0.0,
                null);
    }

    private String put(byte[] bytes) {
        String sha256 = Sha256.of(bytes);
        artifacts.put(sha256, bytes);
        return sha256;
    }

    private byte[] get(String sha256) {
        return Objects.requireNonNull(artifacts.get(sha256));
    }

    private static <T> T read(JsonNode json, Class<T> type) {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job's own result can be read", e);
        }
    }
}
