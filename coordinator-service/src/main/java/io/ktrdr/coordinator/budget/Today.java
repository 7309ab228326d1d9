package io.ktrdr.coordinator.budget;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * The present day (UTC) in the ledger, in US dollars.
 *
 * @param day       which
 * @param shareGone of it, 0 to 1
 * @param spent     on calls that are settled
 * @param reserved  at their estimates, for calls that are not settled
 * @param committed that researches and tasks under way are expected to spend beyond that
 * @param promised  the same with the researches that wait in line
 * @param expected  of each kind of operation
 */
record Today(
        LocalDate day,
        double shareGone,
        BigDecimal spent,
        BigDecimal reserved,
        BigDecimal committed,
        BigDecimal promised,
        ExpectedCost expected) {

    static Uni<Today> read(SqlClient client, Expectation expectation) {
        return client.preparedQuery(LedgerSql.TODAY)
                .execute()
                .map(rows -> of(rows.iterator().next(), expectation));
    }

    private static Today of(Row row, Expectation expectation) {
        ExpectedCost expected = expectation.of(
                row.getBigDecimal("usual_design"),
                row.getBigDecimal("usual_assessment"),
                row.getBigDecimal("usual_general"));
        int generals = row.getInteger("generals");
        int designs = row.getInteger("active_designs");
        int assessments = row.getInteger("active_assessments");
        return new Today(
                row.getLocalDate("day"),
                row.getDouble("share_gone"),
                row.getBigDecimal("spent"),
                row.getBigDecimal("reserved"),
                expected.times(designs, assessments, generals),
                expected.times(
                        designs + row.getInteger("queued_designs"),
                        assessments + row.getInteger("queued_assessments"),
                        generals),
                expected);
    }

    BigDecimal charged() {
        return spent.add(reserved);
    }

    Funds funds(BigDecimal limit) {
        return new Funds(limit.subtract(charged()), committed, promised, expected);
    }
}
