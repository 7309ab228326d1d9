package io.ktrdr.coordinator.trial;

import io.ktrdr.coordinator.gate.GateProfile;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** {@code ktrdr.gates.*}. */
@ConfigMapping(prefix = "ktrdr.gates")
public interface GatesConfig {
    /** Of researches that ask for none: {@code strict} or {@code lenient}. */
    @WithDefault("lenient")
    GateProfile profile();

    /**
     * How many bars a strategy that a model designed has to be tested on after that model's knowledge ends, to pass strict gates;
     * 0 asks for none.
     */
    @WithDefault("0")
    int fewestBarsAfterCutoff();
}
