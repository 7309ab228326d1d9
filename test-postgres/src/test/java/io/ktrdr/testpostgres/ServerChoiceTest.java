package io.ktrdr.testpostgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerChoiceTest {
    private static final Map<String, String> NO_HELPERS =
            Map.of("TESTCONTAINERS_RYUK_DISABLED", "true", "TESTCONTAINERS_HOST_OVERRIDE", "localhost");

    @Test
    void a_container_where_nothing_stands_against_it() {
        assertTrue(ServerChoice.of("auto", Optional::empty).container());
        assertTrue(ServerChoice.of("docker", Optional::empty).container());
    }

    @Test
    void otherwise_embedded_and_the_line_says_why() {
        ServerChoice choice = ServerChoice.of("auto", () -> Optional.of("there is no Docker"));
        assertFalse(choice.container());
        assertEquals("Tests use embedded PostgreSQL: there is no Docker", choice.description());
    }

    @Test
    void who_wants_it_embedded_is_not_kept_waiting_by_docker() {
        assertFalse(ServerChoice.of("embedded", () -> {
                    throw new AssertionError("Docker was asked");
                })
                .container());
    }

    @Test
    void who_insists_on_a_container_is_told_what_is_missing() {
        assertEquals(
                "ktrdr.test.postgres=docker, but there is no Docker",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ServerChoice.of("docker", () -> Optional.of("there is no Docker")))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> ServerChoice.of("podman", Optional::empty));
    }

    @Test
    void a_docker_that_cannot_be_used_after_all_is_done_without_unless_somebody_insists() {
        IllegalStateException failure = new IllegalStateException("client version is too new");
        assertEquals(
                "Tests use embedded PostgreSQL: client version is too new",
                ServerChoice.of("auto", Optional::empty)
                        .instead(failure)
                        .orElseThrow()
                        .description());
        assertEquals(
                Optional.empty(), ServerChoice.of("docker", Optional::empty).instead(failure));
        assertEquals(
                Optional.empty(), ServerChoice.of("embedded", Optional::empty).instead(failure));
    }

    @Test
    void without_docker_s_client_there_is_no_docker() {
        assertEquals(Optional.of("there is no Docker"), DockerProbe.obstacle("no-such-program", NO_HELPERS, true));
        // programs that end well and badly whatever they are asked
        assertEquals(Optional.empty(), DockerProbe.obstacle("true", NO_HELPERS, true));
        assertEquals(
                Optional.of("Docker does not run, or does not have postgres:18"),
                DockerProbe.obstacle("false", NO_HELPERS, true));
    }

    @Test
    void with_its_helpers_testcontainers_would_pull_images() {
        Map<String, String> noReaper = Map.of("TESTCONTAINERS_RYUK_DISABLED", "true");
        assertTrue(DockerProbe.obstacle("true", Map.of(), false).isPresent());
        assertEquals(Optional.empty(), DockerProbe.obstacle("true", noReaper, false));
        assertTrue(DockerProbe.obstacle("true", noReaper, true).isPresent());
    }
}
