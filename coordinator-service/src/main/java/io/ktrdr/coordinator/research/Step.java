package io.ktrdr.coordinator.research;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What an operation needs next, whoever is free. */
sealed interface Step {
    /** Its child is running. */
    record Nothing() implements Step {}

    record Run(Plan plan) implements Step {}

    record Pause(String reason) implements Step {}

    record Complete(JsonNode result) implements Step {}

    record Fail(String reason, @Nullable String code) implements Step {}

    record Cancel(String reason, @Nullable String code) implements Step {}
}
