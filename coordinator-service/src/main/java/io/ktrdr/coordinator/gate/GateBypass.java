package io.ktrdr.coordinator.gate;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** Somebody's word that a research goes on although a gate stops it. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record GateBypass(String by, String reason) {}
