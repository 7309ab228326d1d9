package io.ktrdr.registry.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ktrdr.contracts.worker.Heartbeat;
import io.ktrdr.registry.worker.HeartbeatStore.Speaker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final Heard WELCOME = new Heard(Heard.As.WELCOME, false, false);

    private final List<Map<Speaker, Heartbeat>> written = new ArrayList<>();
    private final List<UniEmitter<? super Map<Speaker, Heard>>> statements = new ArrayList<>();
    private final Heartbeats heartbeats = new Heartbeats(said -> {
        written.add(said);
        return Uni.createFrom().emitter(statements::add);
    });

    private static Heartbeat heartbeat(long mark) {
        return new Heartbeat("boot-1", mark, null, false, null, null);
    }

    private UniAssertSubscriber<Heard> say(String worker, long mark) {
        return heartbeats.take(worker, heartbeat(mark)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private long markOfW1(int statement) {
        return Objects.requireNonNull(written.get(statement).get(new Speaker("w1", "boot-1")))
                .mark();
    }

    private void answer(int statement) {
        statements
                .get(statement)
                .complete(written.get(statement).keySet().stream()
                        .collect(Collectors.toMap(Function.identity(), speaker -> WELCOME)));
    }

    @Test
    void those_that_arrive_while_one_is_written_share_the_next_statement() {
        UniAssertSubscriber<Heard> first = say("w0", 0);
        List<UniAssertSubscriber<Heard>> others =
                IntStream.range(1, 100).mapToObj(i -> say("w" + i, 0)).toList();
        assertEquals(1, written.size());
        answer(0);
        first.assertItem(WELCOME);
        assertEquals(2, written.size());
        assertEquals(99, written.get(1).size());
        answer(1);
        others.forEach(other -> other.assertItem(WELCOME));
        assertEquals(2, written.size());
    }

    @Test
    void the_later_word_of_a_worker_is_written_later() {
        say("w0", 0);
        UniAssertSubscriber<Heard> earlier = say("w1", 1);
        UniAssertSubscriber<Heard> later = say("w1", 2);
        answer(0);
        assertEquals(1, markOfW1(1));
        answer(1);
        earlier.assertItem(WELCOME);
        later.assertNotTerminated();
        assertEquals(2, markOfW1(2));
        answer(2);
        later.assertItem(WELCOME);
    }

    @Test
    void a_failed_statement_fails_those_in_it_and_no_others() {
        UniAssertSubscriber<Heard> first = say("w0", 0);
        UniAssertSubscriber<Heard> second = say("w1", 0);
        statements.getFirst().fail(new IllegalStateException("no database"));
        first.assertFailedWith(IllegalStateException.class);
        answer(1);
        second.assertItem(WELCOME);
    }

    @Test
    void one_that_cannot_even_be_tried_does_not_stop_the_next() {
        Heartbeats broken = new Heartbeats(said -> {
            throw new IllegalStateException("broken");
        });
        for (int i = 0; i < 2; i++) {
            assertThrows(
                    IllegalStateException.class,
                    () -> broken.take("w1", heartbeat(0)).await().indefinitely());
        }
    }
}
