package io.ktrdr.coordinator.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.models.Outcome;
import io.ktrdr.coordinator.models.Setback;
import io.ktrdr.coordinator.models.Setback.Cause;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCallsTest {
    @ParameterizedTest
    @CsvSource({
        "REQUESTS_OF_MINUTE, true",
        "FAILED REQUESTS_OF_MINUTE, true",
        "FAILED, false",
        "FAILED CIRCUIT_OPEN, false",
        "TOKENS_OF_DAY, false",
        "ASKED_TO_WAIT, false",
    })
    void only_what_the_next_minute_mends_is_waited_for(String causes, boolean waits) {
        List<Setback> setbacks = Stream.of(causes.split(" "))
                .map(cause -> new Setback("model", Cause.valueOf(cause), "in words"))
                .toList();
        assertEquals(waits, ModelCalls.isBusy(new Outcome.Exhausted(List.of(), setbacks)));
        assertEquals(false, ModelCalls.isBusy(new Outcome.CutOff("model", "half", List.of(), setbacks)));
    }
}
