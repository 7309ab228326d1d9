package io.ktrdr.coordinator.service;

import static io.ktrdr.coordinator.Eventually.eventually;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.SourceFolder;
import io.ktrdr.coordinator.wake.WakeUp;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ticking coordinator sees of the data source, by the database's clock. */
@QuarkusTest
@TestProfile(SourceFolder.class)
class ServicesTest extends CoordinatorTest {
    @Inject
    WakeUp wakeUp;

    @BeforeEach
    void aSource() throws IOException {
        SourceFolder.startOver();
    }

    private static boolean up() {
        return get("/api/v1/pool").statusCode(200).extract().path("services[0].up");
    }

    private void turnsUntil(boolean up) {
        eventually(
                () -> {
                    loop.turn();
                    return up() == up;
                },
                () -> "the data source up: " + up);
    }

    private void itWasSeenBad() {
        eventually(
                () -> {
                    loop.turn();
                    return database.number("SELECT count(*) FROM service WHERE error IS NOT NULL") == 1;
                },
                () -> "the look that finds it gone");
    }

    private void lastAnswered(String ago) {
        database.sql("UPDATE service SET last_success = now() - interval '" + ago + "'");
    }

    @Test
    void before_the_first_look_it_is_down() {
        get("/api/v1/pool")
                .body("services.name", contains("discovery"))
                .body("services[0].up", equalTo(false))
                .body("services[0].last_success", nullValue())
                .body("services[0].needed_by", contains("discovery", "migration"));
    }

    @Test
    void it_is_up_until_it_has_not_answered_for_ten_seconds() throws IOException {
        turnsUntil(true);
        get("/api/v1/pool")
                .body("services[0].source", equalTo(SourceFolder.path().toString()))
                .body("services[0].last_success", notNullValue())
                .body("services[0].error", nullValue());
        SourceFolder.vanishes();
        itWasSeenBad();
        lastAnswered("9 s");
        assertEquals(true, up());
        lastAnswered("10 s");
        assertEquals(false, up());
        get("/api/v1/pool").body("services[0].error", equalTo(SourceFolder.path() + " is not a folder"));
    }

    @Test
    void when_it_comes_back_the_loop_is_woken_once() throws IOException {
        turnsUntil(true);
        SourceFolder.vanishes();
        itWasSeenBad();
        lastAnswered("1 min");
        AtomicInteger wakes = new AtomicInteger();
        wakeUp.wakes(wakes::incrementAndGet);
        SourceFolder.startOver();
        turnsUntil(true);
        eventually(() -> wakes.get() > 0, () -> "the wake-up");
        int once = wakes.get();
        database.sql("UPDATE service SET error = 'not seen since'");
        eventually(
                () -> {
                    loop.turn();
                    return database.number("SELECT count(*) FROM service WHERE error IS NULL") == 1;
                },
                () -> "another look");
        assertEquals(once, wakes.get());
    }

    @Test
    void another_source_than_before_starts_without_credit() throws IOException {
        SourceFolder.vanishes();
        database.sql("INSERT INTO service (name, source, last_success) VALUES ('discovery', '/another', now())");
        itWasSeenBad();
        assertEquals(false, up());
        get("/api/v1/pool").body("services[0].last_success", nullValue());
    }
}
