package io.ktrdr.contracts.worker;

import io.ktrdr.contracts.Wire;
import java.util.List;

/** Of the last 24 hours, oldest first, about one a minute; none while the registry was not running. */
@Wire
public record HealthHistory(List<HealthSample> items) {}
