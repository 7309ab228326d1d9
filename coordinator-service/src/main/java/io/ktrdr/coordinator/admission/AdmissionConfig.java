package io.ktrdr.coordinator.admission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** {@code ktrdr.concurrency.*} */
@ConfigMapping(prefix = "ktrdr.concurrency")
interface AdmissionConfig {
    /** Most researches active at once; unset: training workers + backtest workers + 1. */
    OptionalInt limit();

    /** Most researches that may wait in line to become active. */
    @WithDefault("100")
    int queueSize();
}
