package io.ktrdr.contracts.budget;

import io.ktrdr.contracts.Wire;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, in US dollars. Days are UTC; a call belongs to the day on which it was begun.
 *
 * @param day           today
 * @param dailyLimit    null for unlimited
 * @param spentToday    on calls whose cost is known
 * @param reservedToday at their estimates, for calls under way and those whose cost nobody told
 * @param committed     that accepted researches and tasks are expected to spend beyond that
 * @param remaining     of the limit, neither spent nor reserved; what is committed is a part of it; null for unlimited
 * @param by            {@code day}, {@code model} or {@code research}
 * @param days          how many days {@code total} and {@code items} are about, today included
 * @param total         of these days, also of what is not among the items
 */
@Wire
public record BudgetReport(
        LocalDate day,
        @Nullable Double dailyLimit,
        double spentToday,
        double reservedToday,
        double committed,
        @Nullable Double remaining,
        String by,
        int days,
        Item total,
        List<Item> items) {

    /**
     * @param key          a day, the name of a model, or the id of a research or task
     * @param label        for people: of a research its brief, of a task its type
     * @param usd          spent on calls whose cost is known
     * @param unsettledUsd charged besides at their estimates, for the other calls
     */
    @Wire
    public record Item(
            String key,
            String label,
            long calls,
            long inputTokens,
            long outputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            double usd,
            double unsettledUsd) {}
}
