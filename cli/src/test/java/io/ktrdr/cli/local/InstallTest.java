package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallTest {
    @TempDir
    Path root;

    private void executable(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        assertTrue(Files.writeString(file, "").toFile().setExecutable(true));
    }

    @Test
    void release_runs_its_native_executables_with_a_bounded_heap() throws Exception {
        for (String module : ServiceKind.MODULES) {
            executable("libexec/" + module);
        }
        Install install = new Install(root);
        assertEquals(List.of(), install.missing(ProgramForm.NATIVE));
        assertEquals(
                List.of(root.resolve("libexec/coordinator-service").toString(), "-Xmx256m", "-Xmn16m"),
                install.service("coordinator-service", ProgramForm.NATIVE, Footprint.SERVICE));
        assertEquals(
                List.of(root.resolve("bin/ktrdr").toString(), "-Xmx96m", "-Xmn8m", "-Dktrdr.install=" + root, "ps"),
                install.cli(ProgramForm.NATIVE, List.of("ps")));

        CommandFailure failure = assertThrows(CommandFailure.class, () -> install.require(ProgramForm.JVM));
        assertEquals(ExitCode.USAGE, failure.exitCode());
    }

    @Test
    void checkout_says_what_is_not_built_and_how_to_build_it() throws Exception {
        executable("coordinator-service/target/coordinator-service-runner");
        executable("training-worker/target/training-worker-runner");
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> new Install(root).require(ProgramForm.NATIVE));
        assertEquals(
                "Not built to run as native executables: worker-registry-service, backtest-worker"
                        + "\nBuild with ./mvnw package -Dnative -DskipTests (a GraalVM 25 in GRAALVM_HOME)",
                failure.getMessage());
    }

    @Test
    void service_on_the_jvm_has_the_same_bound() {
        assertTrue(new Install(root)
                .service("training-worker", ProgramForm.JVM, Footprint.WORKER)
                .contains("-Xmx1g"));
    }
}
