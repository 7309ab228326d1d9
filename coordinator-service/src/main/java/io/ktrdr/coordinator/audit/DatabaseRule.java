package io.ktrdr.coordinator.audit;

/**
 * A rule that the database alone can judge.
 *
 * @param violations a query of {@code operation_id} and {@code detail}, one row for each violation
 */
record DatabaseRule(Rule rule, String violations) {
    DatabaseRule(String code, String meaning, String violations) {
        this(new Rule(code, meaning), violations);
    }

    /** $1 how many to name; the total is in each row. */
    String sql() {
        return "SELECT operation_id, detail, count(*) OVER () AS total FROM (" + violations
                + ") AS violation ORDER BY operation_id, detail LIMIT $1";
    }
}
