package io.ktrdr.coordinator;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Designs and assessments that really take place, without models. */
public final class NoStub implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("ktrdr.stub", "false");
    }
}
