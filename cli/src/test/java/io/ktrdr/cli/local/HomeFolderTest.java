package io.ktrdr.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeFolderTest {
    @TempDir
    Path folder;

    private static List<String> found(Home home) {
        return new HomeFolder(home)
                .findings(Map.of()).stream()
                        .map(finding -> finding.code() + " " + finding.detail())
                        .toList();
    }

    @Test
    void processes_that_are_gone_and_strangers_in_their_place() throws Exception {
        Home home = Home.of(folder.toString(), new ObjectMapper());
        home.create();
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = stranger.getLocalPort();
            home.save(new LocalSettings(port, 1, 0, 0, false, null, null, null, null, null, ProgramForm.JVM));
            assertEquals(List.of(), found(home), "nothing runs, and nothing is expected to");
            long pid = ProcessHandle.current().pid();
            String birth = ProcessBirth.of(pid).orElseThrow();
            home.save(new RunningProcess("postgres", pid, birth, port + 2, ProcessState.RUNNING));
            home.save(new RunningProcess("registry", pid, "of another process", port + 1, ProcessState.RUNNING));
            assertEquals(
                    List.of("process_gone registry, port " + (port + 1), "process_unknown coordinator, port " + port),
                    found(home));
        }
    }
}
