package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.cli.session.Pause;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One supervised process, a shell in the place of a worker; its supervisor's clock is the test's. */
class ChildTest {
    private static final URI ADDRESS = URI.create("http://127.0.0.1:9");
    /** Does not heed SIGTERM. */
    private static final String STUBBORN = "trap '' TERM; while :; do sleep 1; done";

    private static final String ENDLESS = "while :; do sleep 0.05; done";

    @TempDir
    Path folder;

    private Home home;
    private Readiness readiness;
    private final List<String> said = new ArrayList<>();
    private final List<Child> children = new ArrayList<>();
    private long now = System.nanoTime();

    @BeforeEach
    void makeHome() {
        home = new Home(folder, new ObjectMapper());
        home.create();
        readiness = new Readiness(new PostgresServer(home.postgres(), folder));
    }

    @AfterEach
    void endAll() {
        children.stream().map(Child::process).filter(Objects::nonNull).forEach(Signals::kill);
    }

    private Child started(String name, String script) {
        ProcessPlan plan = new ProcessPlan(
                name,
                ServiceKind.of(name),
                // nobody listens there: it is never ready
                9,
                List.of("sh", "-c", script),
                Map.of("KTRDR_WORKER_URL", ADDRESS.toString()),
                home.log(name));
        Child child = new Child(home, plan, new Backoff());
        children.add(child);
        child.start(now);
        return child;
    }

    private void pass(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void look(Child child) {
        child.look(readiness, now, said::add);
    }

    private static long pid(Child child) {
        return Objects.requireNonNull(child.process()).pid();
    }

    private static ProcessState state(Child child) {
        return Objects.requireNonNull(child.process()).state();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "never came");
            Pause.of(Duration.ofMillis(10));
        }
    }

    private SickWorkers.Verdict verdict(long since) {
        return new SickWorkers.Verdict("training-1", ADDRESS, "silent for 31 s", since);
    }

    @Test
    void a_worker_that_wishes_it_is_started_again_at_the_next_look_and_that_is_said() {
        Child child = started("training-1", "exit 75");
        await(() -> !child.isAlive());
        long first = pid(child);
        pass(6);
        look(child);
        look(child);
        assertNotEquals(first, pid(child));
        assertEquals(List.of("training-1 has handed in its job and is started again, as it wishes"), said);
    }

    @Test
    void a_worker_that_wishes_it_as_soon_as_it_is_there_waits_like_one_that_crashed() {
        Child child = started("training-1", "exit 75");
        await(() -> !child.isAlive());
        pass(1);
        look(child);
        look(child);
        assertEquals(ProcessState.RESTARTING, state(child));
        assertTrue(said.getFirst().contains("starts again in 1 s"), said.toString());
    }

    @Test
    void any_other_end_is_a_crash() {
        Child child = started("training-1", "exit 70");
        await(() -> !child.isAlive());
        pass(6);
        look(child);
        look(child);
        assertEquals(ProcessState.RESTARTING, state(child));
        pass(1);
        look(child);
        assertEquals(ProcessState.STARTING, state(child));
    }

    @Test
    void a_worker_that_heeds_its_termination_is_started_again_at_once() {
        Child child = started("training-1", ENDLESS);
        long first = pid(child);
        pass(60);
        child.terminate(verdict(now), now, said::add);
        assertEquals(ProcessState.TERMINATING, state(child));
        assertEquals("training-1: silent for 31 s. Terminated, killed in 30 s if it stays", said.getFirst());
        await(() -> !child.isAlive());
        look(child);
        look(child);
        assertNotEquals(first, pid(child));
        assertEquals(ProcessState.STARTING, state(child));
    }

    @Test
    void a_worker_that_does_not_heed_it_is_killed_after_half_a_minute() {
        Child child = started("training-1", STUBBORN);
        pass(60);
        child.terminate(verdict(now), now, said::add);
        pass(29);
        look(child);
        assertTrue(child.isAlive());
        pass(1);
        look(child);
        await(() -> !child.isAlive());
        assertTrue(said.contains("training-1 did not end in time and was killed"), said.toString());
        look(child);
        assertEquals(ProcessState.RESTARTING, state(child));
    }

    @Test
    void a_frozen_worker_comes_back() throws Exception {
        Child child = started("training-1", ENDLESS);
        long first = pid(child);
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", String.valueOf(first))
                        .start()
                        .waitFor());
        pass(60);
        child.terminate(verdict(now), now, said::add);
        pass(30);
        look(child);
        await(() -> !child.isAlive());
        look(child);
        look(child);
        assertNotEquals(first, pid(child));
        assertTrue(child.isAlive());
    }

    @Test
    void a_process_that_was_started_after_the_recovery_began_is_not_meant() {
        long before = now;
        pass(1);
        Child child = started("training-1", ENDLESS);
        pass(60);
        child.terminate(verdict(before), now, said::add);
        assertEquals(ProcessState.STARTING, state(child));
        assertEquals(List.of(), said);
    }

    @Test
    void it_is_terminated_once_however_often_the_registry_says_so() {
        Child child = started("training-1", STUBBORN);
        pass(60);
        child.terminate(verdict(now), now, said::add);
        pass(20);
        child.terminate(verdict(now), now, said::add);
        pass(10);
        look(child);
        await(() -> !child.isAlive());
        assertEquals(2, said.size(), said.toString());
    }

    @Test
    void the_age_of_an_adopted_process_is_its_own() {
        Child child = started("training-1", ENDLESS);
        RunningProcess found = Objects.requireNonNull(child.process());
        ProcessPlan plan = child.plan();
        Child adopting = new Child(home, plan, new Backoff());
        adopting.adopt(found, now);
        assertFalse(ProcessBirth.age(found.pid()).isNegative());
        adopting.terminate(verdict(now - TimeUnit.HOURS.toNanos(1)), now, said::add);
        assertEquals(ProcessState.STARTING, state(adopting), "younger than an hour");
        pass(60);
        adopting.terminate(verdict(now), now, said::add);
        assertEquals(ProcessState.TERMINATING, state(adopting));
    }
}
