package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessBirthTest {
    @Test
    void a_living_process_keeps_its_birth() {
        long self = ProcessHandle.current().pid();
        assertEquals(ProcessBirth.of(self).orElseThrow(), ProcessBirth.of(self).orElseThrow());
    }

    @Test
    void another_process_with_the_same_number_is_not_taken_for_it() {
        long self = ProcessHandle.current().pid();
        assertTrue(new RunningProcess("registry", self, ProcessBirth.of(self).orElseThrow(), 1, ProcessState.RUNNING)
                .isAlive());
        assertFalse(new RunningProcess("registry", self, "boot earlier tick 1", 1, ProcessState.RUNNING).isAlive());
    }

    @Test
    void an_ended_process_has_no_birth() throws Exception {
        Process process = new ProcessBuilder("true").start();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        assertTrue(ProcessBirth.of(process.pid()).isEmpty());
        assertFalse(new RunningProcess("registry", 0, "", 1, ProcessState.RUNNING).isAlive());
    }
}
