package io.ktrdr.coordinator.agent;

import io.ktrdr.coordinator.budget.CallLedger;
import io.ktrdr.coordinator.models.Charge;
import io.ktrdr.coordinator.models.Meter;
import io.ktrdr.coordinator.models.Usage;
import java.math.BigDecimal;

/** The ledger as one attempt uses it: each call is reserved before it is made, and settled after it. */
final class Spending implements Meter {
    private final CallLedger ledger;
    private final AgentTask task;
    private int calls;

    Spending(CallLedger ledger, AgentTask task) {
        this.ledger = ledger;
        this.task = task;
    }

    @Override
    public Decision reserve(Request request) throws InterruptedException {
        int number = ++calls;
        return reserved(number, request.model(), request.atMost())
                ? new Decision.Granted(charge -> settle(number, charge))
                : new Decision.Stop("the operation is no longer this coordinator's to run");
    }

    /**
     * A single call at a known price, without a model.
     *
     * @throws InterruptedException also when the operation is no longer this coordinator's to run
     */
    void pay(String model, BigDecimal price, Work work) throws AgentFailure, InterruptedException {
        int number = ++calls;
        if (!reserved(number, model, price)) {
            throw new InterruptedException("no longer this coordinator's to run");
        }
        work.run();
        settle(number, Usage.NONE, price);
    }

    @FunctionalInterface
    interface Work {
        void run() throws AgentFailure, InterruptedException;
    }

    private boolean reserved(int number, String model, BigDecimal atMost) throws InterruptedException {
        return Persistence.store(task, () -> ledger.reserve(task.operationId(), task.epoch(), number, model, atMost));
    }

    private void settle(int number, Charge charge) throws InterruptedException {
        settle(number, charge.usage().orElse(Usage.NONE), charge.usd());
    }

    private void settle(int number, Usage usage, BigDecimal usd) throws InterruptedException {
        Persistence.store(task, () -> ledger.settle(task.operationId(), number, usage, usd));
    }
}
