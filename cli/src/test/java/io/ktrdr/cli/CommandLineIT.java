package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import io.quarkus.test.junit.main.QuarkusMainLauncher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built command, a native executable where one was built, against a coordinator whose answers are given. */
@QuarkusMainIntegrationTest
class CommandLineIT {
    @TempDir
    Path folder;

    @Test
    void version_names_the_program(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("--version");
        assertEquals(0, result.exitCode());
        assertTrue(result.getOutput().startsWith("ktrdr "), result.getOutput());
    }

    @Test
    void every_command_explains_itself(QuarkusMainLauncher launcher) {
        for (String command : new String[] {
            "up",
            "agent",
            "research",
            "memory",
            "ops",
            "tasks",
            "locks",
            "pool",
            "agents",
            "models",
            "alerts",
            "workers",
            "data",
            "budget"
        }) {
            LaunchResult result = launcher.launch(command, "--help");
            assertEquals(0, result.exitCode());
            assertTrue(result.getOutput().contains("Usage: ktrdr " + command), result.getOutput());
        }
    }

    @Test
    void completion_completes_in_bash(QuarkusMainLauncher launcher) throws Exception {
        Path script = folder.resolve("completion");
        Files.writeString(script, launcher.launch("generate-completion").getOutput());
        String ask = "compopt() { :; }; . '" + script
                + "'; COMP_WORDS=(ktrdr agent tr); COMP_CWORD=2; _complete_ktrdr; echo ${COMPREPLY[@]}";
        Process bash =
                new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("trigger", said.strip());
    }

    @Test
    void wrong_usage_is_one_line_and_its_own_exit_code(QuarkusMainLauncher launcher) {
        LaunchResult result = launcher.launch("agent", "trigger", "--breif", "x");
        assertEquals(2, result.exitCode());
        assertTrue(result.getErrorOutput().contains("Unknown option"), result.getErrorOutput());
        assertEquals("", result.getOutput());
    }

    @Test
    void answers_and_problems_of_the_coordinator_are_understood(QuarkusMainLauncher launcher) {
        try (FakeCoordinator coordinator = new FakeCoordinator()) {
            coordinator.on(
                    "GET /api/v1/operations/op_1",
                    200,
                    Bodies.research("op_1", "completed", "assessing", Bodies.result()));
            LaunchResult shown = launcher.launch("research", "show", "op_1", "--url", coordinator.url());
            assertEquals(0, shown.exitCode(), shown.getErrorOutput());
            // its template is a resource, which a native executable has to be told of
            LaunchResult report =
                    launcher.launch("research", "report", "op_1", "--html", "-", "--url", coordinator.url());
            assertEquals(0, report.exitCode(), report.getErrorOutput());
            assertTrue(report.getOutput().contains("<h1>rsi_7</h1>"), report.getOutput());
            LaunchResult json = launcher.launch("ops", "show", "op_1", "--json", "--url", coordinator.url());
            assertEquals(0, json.exitCode(), json.getErrorOutput());
            assertTrue(json.getOutput().contains("\"operation_id\""), json.getOutput());

            LaunchResult compared =
                    launcher.launch("research", "compare", "op_1", "op_1", "--json", "--url", coordinator.url());
            assertEquals(0, compared.exitCode(), compared.getErrorOutput());
            assertTrue(compared.getOutput().contains("\"strategy_diff\""), compared.getOutput());

            LaunchResult unknown = launcher.launch("ops", "show", "op_nope", "--url", coordinator.url());
            assertEquals(3, unknown.exitCode());
            assertTrue(unknown.getErrorOutput().contains("Nothing at"), unknown.getErrorOutput());
        }
    }
}
