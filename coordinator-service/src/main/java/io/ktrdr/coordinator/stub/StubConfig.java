package io.ktrdr.coordinator.stub;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.math.BigDecimal;
import java.time.Duration;

/** {@code ktrdr.stub*}: phases that only take their time, to try everything around them. */
@ConfigMapping(prefix = "ktrdr.stub")
public interface StubConfig {
    @WithParentName
    @WithDefault("false")
    boolean enabled();

    /** Of each phase. */
    @WithDefault("2s")
    Duration duration();

    /** Share of phases that fail, 0..1; which ones depends on their operation id only. */
    @WithDefault("0")
    double failureRate();

    /** US dollars that each design and each assessment costs. */
    @WithDefault("0")
    BigDecimal cost();
}
