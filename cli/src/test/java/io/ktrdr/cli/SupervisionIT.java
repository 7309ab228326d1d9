package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to real processes when some of them are killed. */
class SupervisionIT {
    @TempDir
    Path folder;

    private Program ktrdr;

    @BeforeEach
    void program() {
        ktrdr = new Program(folder);
    }

    @AfterEach
    void stop() throws Exception {
        ktrdr.run("down");
    }

    private Program.Ended up(String... more) throws Exception {
        String[] arguments = new String[more.length + 4];
        arguments[0] = "up";
        arguments[1] = "--detach";
        arguments[2] = "--port";
        arguments[3] = String.valueOf(ktrdr.port());
        System.arraycopy(more, 0, arguments, 4, more.length);
        return ktrdr.run(arguments);
    }

    private static long of(Map<String, Long> pids, String name) {
        return Objects.requireNonNull(pids.get(name), name);
    }

    private long pid(String name) {
        try {
            return Objects.requireNonNullElse(ktrdr.pids().get(name), 0L);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void the_dead_are_started_again_and_orphans_are_adopted() throws Exception {
        assertEquals(0, up("--stub", "--stub-duration", "100ms").exitCode());
        String before = ktrdr.ok("agent", "trigger", "--brief", "Explore RSI variations", "--wait", "--quiet")
                .strip();

        Map<String, Long> first = ktrdr.pids();
        Program.kill(of(first, "postgres"));
        Program.kill(of(first, "training-1"));
        Program.await("both are started again", () -> {
            long postgres = pid("postgres");
            long training = pid("training-1");
            return postgres > 0
                    && training > 0
                    && postgres != of(first, "postgres")
                    && training != of(first, "training-1");
        });

        Map<String, Long> second = ktrdr.pids();
        long supervisor = ktrdr.supervisor();
        Program.kill(supervisor);
        Program.await("the supervisor is gone", () -> !Program.isAlive(supervisor));
        Program.kill(of(second, "backtest-1"));
        Program.await("the worker is gone", () -> !Program.isAlive(of(second, "backtest-1")));
        assertTrue(Program.isAlive(of(second, "coordinator")));

        Program.Ended again = up("--training-workers", "3");
        assertEquals(0, again.exitCode(), again.err());
        assertTrue(again.err().contains("training workers 2 (asked for: 3)"), again.err());
        Map<String, Long> third = ktrdr.pids();
        assertNotEquals(of(second, "backtest-1"), of(third, "backtest-1"));
        for (String name : new String[] {"postgres", "registry", "coordinator", "training-1", "training-2"}) {
            assertEquals(second.get(name), third.get(name), name);
        }

        Program.Ended running = up();
        assertEquals(0, running.exitCode());
        assertTrue(running.err().contains("running already"), running.err());
        assertEquals(
                "completed",
                ktrdr.get("/api/v1/operations/" + before).path("status").asText());
        Program.await("work goes on", () -> {
            try {
                return ktrdr.run("agent", "trigger", "--brief", "Test MACD strategies", "--wait")
                                .exitCode()
                        == 0;
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        ktrdr.ok("doctor", "--deep");
        Program.kill(ktrdr.supervisor());
        ktrdr.ok("down");
        third.forEach((name, pid) -> assertFalse(Program.isAlive(pid), name));
    }

    @Test
    void another_coordinator_goes_on_where_a_killed_one_was() throws Exception {
        assertEquals(
                0,
                up("--coordinators", "2", "--stub", "--stub-duration", "500ms").exitCode());
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(ktrdr.trigger("research " + i));
        }
        int second = ktrdr.port() + 3;
        boolean firstTicks = ticks(ktrdr.port());
        assertNotEquals(firstTicks, ticks(second), "exactly one of them ticks");
        int survivor = firstTicks ? second : ktrdr.port();
        CompletableFuture<Program.Ended> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return ktrdr.run("agent", "trigger", "--brief", "waited for", "--queue", "--wait");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Program.await("work is under way", () -> completed(survivor) > 0);
        String killed = firstTicks ? "coordinator" : "coordinator-2";
        Program.kill(of(ktrdr.pids(), killed));

        // it is soon started again, and must not be back before its lease is over
        Program.await("the other one ticks", () -> {
            killAgain(killed);
            return ticks(survivor);
        });
        Program.Ended waited = waiting.join();
        assertEquals(0, waited.exitCode(), waited.err());
        Program.await("all are completed", () -> completed(survivor) == ids.size() + 1);
        for (String id : ids) {
            assertEquals(
                    "completed",
                    ktrdr.get(survivor, "/api/v1/operations/" + id)
                            .path("status")
                            .asText());
        }
        Program.await("the killed one is back", this::isSound);
        assertTrue(ktrdr.ok("doctor", "--deep").contains("all adds up: 9 researches"));
    }

    private void killAgain(String name) {
        try {
            long pid = pid(name);
            if (pid > 0) {
                Program.kill(pid);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private boolean isSound() {
        try {
            return ktrdr.run("doctor").exitCode() == 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** False also while it does not answer. */
    private boolean ticks(int port) {
        try {
            return ktrdr.get(port, "/q/health/ready").findValue("leading").asBoolean();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private int completed(int port) {
        try {
            return ktrdr.get(port, "/api/v1/operations?operation_type=agent_research&status=completed")
                    .path("items")
                    .size();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void a_taken_port_is_named_and_nothing_is_left_running() throws Exception {
        try (ServerSocket taken = new ServerSocket(ktrdr.port() + 1, 1, InetAddress.getLoopbackAddress())) {
            Program.Ended ended = up();
            assertEquals(1, ended.exitCode());
            assertTrue(ended.err().contains("Port " + taken.getLocalPort() + " is taken"), ended.err());
            assertTrue(ended.err().contains("registry"), ended.err());
            assertTrue(ktrdr.pids().isEmpty());
        }
    }
}
