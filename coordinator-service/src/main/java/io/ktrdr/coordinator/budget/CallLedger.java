package io.ktrdr.coordinator.budget;

import io.ktrdr.coordinator.models.Usage;
import io.ktrdr.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;

/**
 * What each call of a model costs: reserved before it at an estimate, settled after it with what it really was. Both may be
 * repeated, with the same words, until an answer comes back. What was never settled stays charged at its estimate.
 *
 * <p>Calls of an operation are numbered from 1, and a number is used once: also by an operation that is tried several times
 * under one id. A call that is over is settled in any case: for nothing when it was refused, for its estimate when nobody
 * knows what it cost.
 */
@Singleton
public final class CallLedger {
    private final Database database;

    CallLedger(Database database) {
        this.database = database;
    }

    /**
     * Before a call. A second reservation of the same call changes the estimate alone.
     *
     * @param epoch    of the coordinator that runs the operation
     * @param model    as the file of models calls it
     * @param estimate US dollars that the call costs at most
     * @return false when nothing may be spent: the operation is not running in this epoch, or this call has been made
     */
    public Uni<Boolean> reserve(String operationId, long epoch, int callNumber, String model, BigDecimal estimate) {
        return database.execute(LedgerSql.RESERVE, Tuple.of(operationId, epoch, callNumber, model, estimate))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * After a call, whoever leads meanwhile.
     *
     * @param usd US dollars; the ledger keeps millionths
     * @return false when nothing was changed: the call was settled before, or never reserved
     */
    public Uni<Boolean> settle(String operationId, int callNumber, Usage tokens, BigDecimal usd) {
        Tuple values = Tuple.tuple()
                .addString(operationId)
                .addInteger(callNumber)
                .addBigDecimal(usd)
                .addLong(tokens.input())
                .addLong(tokens.output())
                .addLong(tokens.cacheRead())
                .addLong(tokens.cacheWrite());
        return database.execute(LedgerSql.SETTLE, values).map(rows -> rows.rowCount() > 0);
    }
}
