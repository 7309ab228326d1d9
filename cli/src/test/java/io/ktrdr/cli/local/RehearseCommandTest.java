package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@QuarkusTest
class RehearseCommandTest {
    @Inject
    Instance<CommandLine> commandLines;

    @Test
    void what_is_rehearsed_are_commands_that_there_are() {
        for (String line : RehearseCommand.COMMANDS) {
            assertDoesNotThrow(() -> commandLines.get().parseArgs(line.split(" ", -1)), line);
        }
    }
}
