package io.ktrdr.coordinator.gate;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * One figure against its threshold.
 *
 * @param value null when the phase gave none; then the check is failed
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GateCheck(String name, @Nullable Double value, double threshold, boolean passed) {}
