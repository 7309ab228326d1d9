package io.ktrdr.testpostgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerChoiceTest {
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
    void without_docker_s_client_there_is_no_docker() {
        assertEquals(Optional.of("there is no Docker"), DockerProbe.obstacle("no-such-program", "true"));
        // programs that end well and badly whatever they are asked
        assertEquals(Optional.empty(), DockerProbe.obstacle("true", "true"));
        assertEquals(
                Optional.of("Docker does not run, or does not have postgres:18"),
                DockerProbe.obstacle("false", "true"));
    }

    @Test
    void with_a_reaper_an_image_would_be_pulled() {
        assertTrue(DockerProbe.obstacle("true", null).isPresent());
        assertTrue(DockerProbe.obstacle("true", "false").isPresent());
    }
}
