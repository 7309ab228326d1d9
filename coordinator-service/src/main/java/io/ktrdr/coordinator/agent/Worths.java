package io.ktrdr.coordinator.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.coordinator.artifact.ArtifactStore;
import io.ktrdr.coordinator.research.Json;
import io.ktrdr.coordinator.trial.TrialLedger;
import io.ktrdr.coordinator.trial.Worth;
import io.ktrdr.quant.statistics.PlacebosCodec;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.ReturnsCodec;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a backtest is worth among all that was tried on its dataset. */
@Singleton
final class Worths {
    private static final Logger LOG = Logger.getLogger(Worths.class);

    private final TrialLedger ledger;
    private final ArtifactStore artifacts;

    Worths(TrialLedger ledger, ArtifactStore artifacts) {
        this.ledger = ledger;
        this.artifacts = artifacts;
    }

    /**
     * @param findings with a backtest
     * @return null when that backtest has no Sharpe ratio, or is of a worker that did not tell how it is distributed
     */
    @Nullable
    Worth of(JsonNode findings) throws InterruptedException {
        JsonNode inference = findings.path("statistics").path("inference");
        Sample sample = sample(inference);
        Double barsPerYear = Json.number(inference, "bars_per_year");
        if (sample == null || barsPerYear == null) {
            return null;
        }
        ReturnBlocks own = artifact(findings, "returns", bytes -> ReturnBlocks.of(ReturnsCodec.decode(bytes)));
        List<ReturnBlocks> placebos = artifact(findings, "placebos", PlacebosCodec::decode);
        Worth.Judged judged = new Worth.Judged(
                findings.path("strategy").path("sha256").asText(),
                findings.path("seed").asLong(),
                sample,
                barsPerYear,
                own,
                placebos == null ? List.of() : placebos);
        return Blocking.await(
                () -> ledger.judge(findings.path("dataset").path("sha256").asText(), judged));
    }

    /** How many have been tried on the dataset of a research, it included. */
    int trials(JsonNode findings) throws InterruptedException {
        return Blocking.await(() ->
                        ledger.count(findings.path("dataset").path("sha256").asText()))
                .trials();
    }

    private static @Nullable Sample sample(JsonNode inference) {
        Double sharpe = Json.number(inference, "sharpe_per_bar");
        Double bars = Json.number(inference, "bars");
        Double skewness = Json.number(inference, "skewness");
        Double kurtosis = Json.number(inference, "kurtosis");
        return sharpe == null || bars == null || bars < 2 || skewness == null || kurtosis == null
                ? null
                : new Sample(sharpe, bars.longValue(), skewness, kurtosis);
    }

    private <T> @Nullable T artifact(JsonNode findings, String name, Function<byte[], @Nullable T> decoded)
            throws InterruptedException {
        JsonNode sha256 = findings.path("artifacts").path(name);
        if (!sha256.isTextual()) {
            return null;
        }
        Optional<byte[]> bytes = Blocking.await(() -> artifacts.get(sha256.asText()));
        try {
            return bytes.map(decoded).orElse(null);
        } catch (IllegalArgumentException e) {
            LOG.warnf(
                    e,
                    "The %s of %s cannot be read",
                    name,
                    findings.path("research_id").asText());
            return null;
        }
    }
}
