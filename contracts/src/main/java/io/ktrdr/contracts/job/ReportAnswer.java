package io.ktrdr.contracts.job;

import io.ktrdr.contracts.Wire;

/** @param accepted false for progress that came out of order: harmless, nothing written */
@Wire
public record ReportAnswer(boolean accepted) {}
