package io.ktrdr.coordinator.alert;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import io.ktrdr.alerts.delivery.Channels;
import io.ktrdr.alerts.delivery.Deliveries;
import io.ktrdr.contracts.job.FailureClass;
import io.ktrdr.coordinator.CoordinatorTest;
import io.ktrdr.coordinator.LogWatch;
import io.ktrdr.coordinator.agent.ScriptedWork;
import io.ktrdr.coordinator.task.ScriptedAgents;
import io.ktrdr.database.Database;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How people hear of alerts: by a webhook, by mail, by the log. */
@QuarkusTest
@TestProfile(ScriptedAgents.class)
@QuarkusTestResource(value = Receivers.class, restrictToAnnotatedClass = true)
class DeliveriesTest extends CoordinatorTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @Inject
    Deliveries deliveries;

    @Inject
    ScriptedWork agents;

    @Inject
    Channels channels;

    @Inject
    Database data;

    @SuppressWarnings("NullAway.Init") // by Receivers
    Receivers.Hook hook;

    @SuppressWarnings("NullAway.Init") // by Receivers
    GreenMail mail;

    @BeforeEach
    void nobodyWasTold() throws Exception {
        hook.startOver();
        mail.purgeEmailFromAllMailboxes();
    }

    /** A research that nobody can go on with. */
    private String needsAttention() {
        String id = trigger("stands still");
        loop.turn();
        agents.fails(child(id, "agent_design"), FailureClass.ATTENTION, "no model answered");
        loop.turn();
        return id;
    }

    private void goesOn(String id) {
        cancel(id);
        loop.turn();
    }

    /** Somebody holds a lock; whether for very long is told apart. */
    private void holdsALock() {
        tryTrigger(Map.of("brief", "holds a lock", "locks", List.of(Map.of("resource", "file:a", "mode", "write"))))
                .statusCode(202);
        loop.turn();
    }

    private void since(String ago) {
        database.sql("UPDATE resource_lock SET granted_at = now() - ?::interval", ago);
    }

    private void send() {
        deliveries.sendDue().await().atMost(LONG);
    }

    private void whatFailedIsDue() {
        database.sql("UPDATE alert_delivery SET next_at = now() WHERE delivered_at IS NULL");
    }

    private List<String> told(String event) {
        return hook.taken().stream()
                .filter(body -> body.path("event").asText().equals(event))
                .map(body -> body.path("alert").path("subject").asText())
                .toList();
    }

    @Test
    void an_alert_is_told_once_and_again_when_it_is_resolved() throws Exception {
        try (LogWatch log = new LogWatch()) {
            String id = needsAttention();
            loop.turn();
            send();
            loop.turn();
            send();
            assertEquals(List.of(id), told("raised"));
            assertEquals(1, log.with("Alert alert_").size());
            assertEquals(2, mail.getReceivedMessages().length, "one for each recipient");

            goesOn(id);
            send();
            send();
            assertEquals(List.of(id), told("resolved"));
            assertEquals(1, log.with("Resolved alert_").size());
            assertEquals(4, mail.getReceivedMessages().length);
        }
        get("/api/v1/alerts?state=resolved")
                .body("items[0].deliveries.channel", contains("hook", "log", "people", "hook", "log", "people"))
                .body("items[0].deliveries[0].attempts", equalTo(1))
                .body("items[0].deliveries[0].delivered_at", notNullValue());
    }

    @Test
    void a_mail_says_what_it_is_about() throws Exception {
        String id = needsAttention();
        send();
        MimeMessage received = mail.getReceivedMessages()[0];
        assertTrue(received.getSubject().startsWith("ktrdr [CRITICAL] agent_research " + id + " needs attention"));
        assertEquals("ktrdr@example.org", received.getFrom()[0].toString());
        assertEquals(
                "<" + database.text("SELECT delivery_id FROM alert_delivery WHERE channel = 'people'") + "@ktrdr>",
                received.getMessageID());
        String text = String.valueOf(received.getContent());
        assertTrue(text.contains("no model answered"), text);
        assertTrue(text.contains("ktrdr alerts ack alert_"), text);
    }

    @Test
    void what_is_less_severe_than_a_channel_wants_is_not_told_there() throws Exception {
        holdsALock();
        since("1 day");
        loop.turn();
        get("/api/v1/alerts?state=active").body("items.severity", contains("warning"));
        send();
        assertEquals(1, hook.taken().size());
        assertEquals(0, mail.getReceivedMessages().length);
        assertEquals(0, database.number("SELECT count(*) FROM alert_delivery WHERE channel = 'people'"));
    }

    @Test
    void what_was_not_taken_is_tried_again_until_it_is() {
        hook.fails(2);
        String id = needsAttention();
        send();
        send();
        assertEquals(1, hook.requests(), "not before its time");
        get("/api/v1/alerts")
                .body("items[0].deliveries.find { it.channel == 'hook' }.last_error", equalTo("answers 500"))
                .body("items[0].deliveries.find { it.channel == 'hook' }.delivered_at", nullValue());
        assertEquals(
                1,
                database.number("SELECT count(*) FROM alert_delivery WHERE channel = 'hook'"
                        + " AND next_at BETWEEN now() + interval '1 s' AND now() + interval '7 s'"));
        whatFailedIsDue();
        send();
        whatFailedIsDue();
        send();
        assertEquals(3, hook.requests());
        assertEquals(List.of(id), told("raised"));
        assertEquals(3, database.number("SELECT attempts FROM alert_delivery WHERE channel = 'hook'"));
    }

    @Test
    void whoever_does_not_answer_in_time_is_asked_again() {
        hook.hangs();
        needsAttention();
        send();
        assertEquals("no answer within 2000 ms", lastError());
        hook.goesOn();
        whatFailedIsDue();
        send();
        assertEquals(0, database.number("SELECT count(*) FROM alert_delivery WHERE delivered_at IS NULL"));
    }

    private String lastError() {
        return String.valueOf(database.text("SELECT last_error FROM alert_delivery WHERE channel = 'hook'"));
    }

    @Test
    void that_it_is_resolved_is_not_told_before_that_it_was_raised() {
        hook.fails(1);
        String id = needsAttention();
        send();
        goesOn(id);
        send();
        assertEquals(List.of(), told("resolved"));
        whatFailedIsDue();
        send();
        send();
        assertEquals(List.of(id), told("raised"));
        assertEquals(List.of(id), told("resolved"));
        assertEquals("raised", hook.taken().getFirst().path("event").asText());
        assertTrue(hook.taken().getFirst().path("alert").path("resolved_at").isNull());
    }

    @Test
    void after_so_many_attempts_it_is_given_up_and_can_be_seen() {
        hook.fails(1);
        String id = needsAttention();
        database.sql("UPDATE alert_delivery SET attempts = 31");
        send();
        get("/api/v1/alerts?state=active")
                .body("items[0].deliveries.find { it.channel == 'hook' }.failed_at", notNullValue())
                .body("items[0].deliveries.find { it.channel == 'hook' }.attempts", equalTo(32));
        goesOn(id);
        whatFailedIsDue();
        send();
        assertEquals(List.of(), hook.taken(), "nobody hears of the end of what he never heard of");
        assertEquals(
                0,
                database.number(
                        "SELECT count(*) FROM alert_delivery WHERE delivered_at IS NULL AND failed_at IS NULL"));
    }

    @Test
    void messages_for_a_channel_that_is_not_configured_any_more_are_given_up_after_a_day() {
        needsAttention();
        database.sql("UPDATE alert_delivery SET channel = 'gone' WHERE channel = 'hook'");
        send();
        assertEquals(
                1, database.number("SELECT count(*) FROM alert_delivery WHERE channel = 'gone' AND failed_at IS NULL"));
        database.sql("UPDATE alert_delivery SET created_at = now() - interval '26 h' WHERE channel = 'gone'");
        send();
        assertEquals(
                "its channel is not configured any more",
                database.text("SELECT last_error FROM alert_delivery WHERE failed_at IS NOT NULL"));
    }

    @Test
    void what_a_killed_process_had_begun_to_send_another_one_sends() {
        String id = needsAttention();
        // claimed, and then nothing more was heard of it
        database.sql("UPDATE alert_delivery SET attempts = 1, next_at = now() + interval '20 s'");
        Deliveries another = new Deliveries(data, channels);
        another.sendDue().await().atMost(LONG);
        assertEquals(List.of(), told("raised"), "as long as it may still be at it");
        whatFailedIsDue();
        another.sendDue().await().atMost(LONG);
        assertEquals(List.of(id), told("raised"));
    }

    @Test
    void two_who_send_at_the_same_time_send_nothing_twice() {
        database.sql("""
                INSERT INTO alert (alert_id, rule, severity, subject, message, value)
                SELECT 'alert_' || i, 'test', 'info', 's' || i, 'm', 1 FROM generate_series(1, 200) i
                """);
        database.sql(
                "INSERT INTO alert_delivery (alert_id, channel, event) SELECT alert_id, 'hook', 'raised' FROM alert");
        Uni.join()
                .all(
                        deliveries.sendDue(),
                        new Deliveries(data, channels).sendDue(),
                        new Deliveries(data, channels).sendDue())
                .andFailFast()
                .await()
                .atMost(LONG);
        Set<String> ids = new HashSet<>();
        for (JsonNode body : hook.taken()) {
            assertTrue(ids.add(body.path("id").asText()), "twice: " + body);
        }
        assertEquals(200, ids.size());
    }

    @Test
    void the_secret_in_a_url_is_told_to_nobody() {
        try (LogWatch log = new LogWatch()) {
            hook.fails(1);
            needsAttention();
            send();
            assertEquals(List.of(), log.with(Receivers.SECRET));
            String seen = get("/api/v1/alerts").extract().asString();
            assertTrue(!seen.contains(Receivers.SECRET), seen);
        }
    }
}
