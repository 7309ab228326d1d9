package io.ktrdr.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.picocli.runtime.PicocliCommandLineFactory;
import jakarta.inject.Inject;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;

/** Commands against a coordinator whose answers are given. */
abstract class CommandTest {
    @Inject
    PicocliCommandLineFactory factory;

    @Inject
    ObjectMapper json;

    protected final FakeCoordinator coordinator = new FakeCoordinator();

    @AfterEach
    void close() {
        coordinator.close();
    }

    protected Run run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = coordinator.url();
        return Run.of(factory, all);
    }
}
