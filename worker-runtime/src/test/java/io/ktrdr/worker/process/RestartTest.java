package io.ktrdr.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestartTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final CountDownLatch halted = new CountDownLatch(1);
    private final ProcessExit exit = new ProcessExit() {
        @Override
        public void exit(ExitCode code) {
            said.add("exit " + code.status());
        }

        @Override
        public void halt(ExitCode code) {
            said.add("halt " + code.status());
            halted.countDown();
        }
    };

    @Test
    void asked_again_and_again_it_begins_once() {
        Restart restart = new Restart(exit, Duration.ofMinutes(5));
        restart.begin("first");
        restart.begin("second");
        restart.begin("third");
        assertEquals(List.of("exit 75"), said);
    }

    @Test
    void process_that_does_not_come_to_its_end_is_halted_with_the_same_code() throws Exception {
        new Restart(exit, Duration.ofMillis(20)).begin("hangs");
        assertEquals(true, halted.await(20, TimeUnit.SECONDS));
        assertEquals(List.of("exit 75", "halt 75"), said);
    }
}
