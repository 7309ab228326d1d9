package io.ktrdr.coordinator.budget;

/** What spending is added up by. */
enum Grouping {
    DAY(LedgerSql.BY_DAY),
    MODEL(LedgerSql.BY_MODEL),
    RESEARCH(LedgerSql.BY_RESEARCH);

    private final String sql;

    Grouping(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }
}
