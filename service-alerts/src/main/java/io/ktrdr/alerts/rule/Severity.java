package io.ktrdr.alerts.rule;

/** How soon somebody should look, from least to most. */
public enum Severity {
    INFO,
    WARNING,
    CRITICAL
}
