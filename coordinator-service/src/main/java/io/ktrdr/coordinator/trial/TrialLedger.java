package io.ktrdr.coordinator.trial;

import io.ktrdr.contracts.trial.Trial;
import io.ktrdr.contracts.trial.TrialCount;
import io.ktrdr.contracts.trial.TrialOutcome;
import io.ktrdr.database.Database;
import io.ktrdr.quant.statistics.ReturnBlocks;
import io.ktrdr.quant.statistics.SharpeInference.Sample;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every strategy that was ever tried on a dataset, by anybody, whatever became of it. */
@Singleton
public final class TrialLedger {
    private final Database database;

    TrialLedger(Database database) {
        this.database = database;
    }

    /** What a backtest on this dataset is worth, among all that has been tried and is being tried there. */
    public Uni<Worth> judge(String datasetSha256, Worth.Judged own) {
        return count(datasetSha256)
                .chain(count -> backtested(datasetSha256)
                        // comparing each with each takes a second where there are many
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(tried -> Worth.of(own, count, tried)));
    }

    /** Which reading of its dataset's held out part an operation is, 1 for the first. */
    public Uni<Integer> reading(String operationId) {
        return database.execute(TrialSql.READING, Tuple.of(operationId))
                .map(rows -> rows.iterator().next().getInteger("number"));
    }

    public Uni<TrialCount> count(String datasetSha256) {
        return counts(datasetSha256, 1).map(List::getFirst);
    }

    /** @param datasetSha256 null for all, the one that was tried last first */
    Uni<List<TrialCount>> counts(@Nullable String datasetSha256, int howMany) {
        return all(TrialSql.COUNTS, Tuple.of(datasetSha256, howMany), TrialLedger::countOf);
    }

    /** Each trial once, the newest first. */
    Uni<List<Backtested>> backtested(String datasetSha256) {
        return all(TrialSql.BACKTESTED, Tuple.of(datasetSha256), TrialLedger::backtestedOf);
    }

    /** @param datasetSha256 null for all */
    Uni<List<Trial>> newest(@Nullable String datasetSha256, int howMany) {
        return all(TrialSql.NEWEST, Tuple.of(datasetSha256, howMany), TrialLedger::trialOf);
    }

    private <T> Uni<List<T>> all(String sql, Tuple values, Function<Row, T> mapping) {
        return database.execute(sql, values).map(rows -> mapped(rows, mapping));
    }

    private static <T> List<T> mapped(RowSet<Row> rows, Function<Row, T> mapping) {
        List<T> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(mapping.apply(row)));
        return all;
    }

    private static TrialCount countOf(Row row) {
        return new TrialCount(
                row.getString("dataset_sha256"),
                row.getString("market"),
                row.getInteger("trials"),
                row.getInteger("under_way"),
                row.getInteger("with_returns"),
                row.getInteger("elsewhere"),
                row.getInteger("holdout_readings"));
    }

    private static Backtested backtestedOf(Row row) {
        int bars = row.getInteger("bars");
        return new Backtested(
                row.getString("research_id"),
                row.getString("strategy_name"),
                row.getString("family"),
                row.getString("strategy_sha256"),
                row.getLong("seed"),
                row.getString("requested_by"),
                row.getDouble("sharpe"),
                new Sample(row.getDouble("sharpe_per_bar"), bars, row.getDouble("skewness"), row.getDouble("kurtosis")),
                row.getDouble("bars_per_year"),
                blocks(bars, row.getArrayOfDoubles("block_sums"), row.getArrayOfDoubles("block_squares")),
                row.getInteger("trades"),
                row.getString("look_ahead"),
                row.getBoolean("too_good"),
                row.getString("verdict"),
                row.getDouble("deflated_sharpe"),
                row.getInteger("trials"),
                row.getOffsetDateTime("ended_at").toInstant());
    }

    /** Null where a worker has not told them, or something else. */
    private static @Nullable ReturnBlocks blocks(
            int bars, @Nullable Double @Nullable [] sums, @Nullable Double @Nullable [] squares) {
        if (sums == null || squares == null) {
            return null;
        }
        try {
            return new ReturnBlocks(bars, numbers(sums), numbers(squares));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static double[] numbers(@Nullable Double[] column) {
        return Stream.of(column)
                .mapToDouble(value -> value == null ? Double.NaN : value)
                .toArray();
    }

    private static Trial trialOf(Row row) {
        return new Trial(
                row.getString("research_id"),
                TrialOutcome.of(row.getString("outcome")),
                row.getString("dataset_sha256"),
                row.getString("market"),
                row.getString("strategy_name"),
                row.getString("family"),
                row.getString("strategy_sha256"),
                row.getLong("seed"),
                row.getString("requested_by"),
                row.getString("reproduces"),
                row.getDouble("sharpe"),
                row.getInteger("bars"),
                row.getInteger("trades"),
                row.getString("returns_artifact"),
                row.getOffsetDateTime("ended_at").toInstant());
    }
}
