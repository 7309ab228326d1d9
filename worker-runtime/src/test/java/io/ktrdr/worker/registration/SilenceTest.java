package io.ktrdr.worker.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger.Level;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Silence silence = new Silence(now::get);

    @Test
    void while_it_boots_the_registry_is_waited_for_and_missed_only_after() {
        assertEquals(Level.INFO, silence.unheard());
        assertEquals(Level.DEBUG, silence.unheard());
        now.addAndGet(Silence.BOOT.toNanos());
        assertEquals(Level.WARN, silence.unheard());
        assertEquals(Level.DEBUG, silence.unheard());
    }

    @Test
    void one_that_has_answered_is_missed_at_once() {
        silence.unheard();
        silence.heard();
        assertEquals(Level.WARN, silence.unheard());
        assertEquals(Level.DEBUG, silence.unheard());
        silence.heard();
        assertEquals(Level.WARN, silence.unheard());
    }
}
