package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

/** Every command, for people and for programs, on a whole system that really works. */
class EveryCommandIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Set<String> tried = new TreeSet<>();

    @AfterEach
    void stop() throws Exception {
        new Program(folder).run("down");
    }

    @Test
    void every_command_works_for_people_and_for_programs() throws Exception {
        Program ktrdr = new Program(folder);
        ran("up", ktrdr.ok("up", "--detach", "--port", String.valueOf(ktrdr.port()), "--no-stub"));
        Path csv = Files.writeString(folder.resolve("bars.csv"), PlantedBars.csv(4_000));
        json(ktrdr, "data import", csv.toString(), "--symbol", "TEST-USD", "--timeframe", "4h");
        both(ktrdr, "data list");

        JsonNode research = json(
                ktrdr,
                "agent trigger",
                "--brief",
                "Explore RSI variations",
                "--dataset",
                "TEST-USD/4h",
                "--seed",
                "7",
                "--wait");
        String id = research.path("operation_id").asText();
        assertEquals("completed", research.path("status").asText(), research.toString());
        both(ktrdr, "agent status");
        both(ktrdr, "research show", id);
        assertTrue(ktrdr.ok("research", "show", id).contains("Verdict: "));
        Path export = folder.resolve("export");
        ran("research export", ktrdr.ok("research", "export", id, "--to", export.toString()));
        assertTrue(Files.readString(export.resolve("equity_curve.csv")).lines().count() > 100);
        report(ktrdr, id);
        both(ktrdr, "budget", "--by", "research");
        both(ktrdr, "memory search", "RSI", "variations");
        both(ktrdr, "ops list");
        both(ktrdr, "ops show", id);
        both(ktrdr, "ops events", id);
        both(ktrdr, "ops explain", id);
        trials(ktrdr, id);
        JsonNode retried = json(ktrdr, "ops retry", id, "--from-phase", "backtesting", "--wait");
        assertEquals("completed", retried.path("status").asText(), retried.toString());

        batch(ktrdr);
        pool(ktrdr, id);

        both(ktrdr, "workers drain", "training-1");
        ktrdr.ok("workers", "drain", "training-2");
        both(ktrdr, "workers list");
        both(ktrdr, "workers show", "training-1");
        both(ktrdr, "workers recover", "training-1");
        // nobody trains them, so that they are not over before they are cancelled
        for (String command : List.of("agent cancel", "ops cancel")) {
            String waiting = json(ktrdr, "agent trigger", "--brief", "Test MACD strategies", "--queue")
                    .path("operation_id")
                    .asText();
            String task = json(ktrdr, "tasks submit", "heartbeat", "--after", waiting)
                    .path("operation_id")
                    .asText();
            assertTrue(ktrdr.ok("tasks", "show", task).contains("waiting for " + waiting));
            locks(ktrdr, waiting);
            both(ktrdr, "ops graph", task);
            assertEquals(waiting + "\n" + task + "\n", ktrdr.ok("-q", "ops", "graph", task));
            json(ktrdr, "tasks cancel", task);
            json(ktrdr, command, waiting);
        }
        both(ktrdr, "workers undrain", "training-1");
        both(ktrdr, "ps");
        ran("logs", ktrdr.ok("logs", "coordinator"));
        json(ktrdr, "doctor", "--deep");
        assertTrue(ktrdr.ok("doctor").lines().allMatch(line -> line.startsWith("ok ")));
        ran("generate-completion", ktrdr.ok("generate-completion"));
        ktrdr.ok("down");
        tried.add("down");
        Set<String> all = leaves("", Ktrdr.class);
        all.remove("demo"); // all of it is above, three times
        assertEquals(all, tried);
    }

    private void report(Program ktrdr, String research) throws Exception {
        Path page = folder.resolve("report.html");
        both(ktrdr, "research report", research, "--html", page.toString());
        String html = Files.readString(page);
        // drawn from the backtest's and the dataset's bytes
        for (String chart : List.of("equity", "drawdown", "windows-chart", "loss")) {
            assertTrue(html.contains("id=\"" + chart + "\""), chart);
        }
    }

    /** @param completed a research */
    private void trials(Program ktrdr, String completed) throws Exception {
        JsonNode again = json(ktrdr, "research reproduce", completed, "--wait");
        assertTrue(again.at("/result/reproduction/identical").asBoolean(), again.toString());
        JsonNode held = json(ktrdr, "research holdout", completed, "--reason", "tried out", "--wait");
        assertEquals(1, held.at("/result/holdout/reading").asInt(), held.toString());
        both(ktrdr, "research trials");
        both(ktrdr, "research leaderboard", "--dataset", "TEST-USD/4h");
        assertTrue(ktrdr.ok("research", "leaderboard").contains("held out data read once"));
        both(ktrdr, "research compare", completed, again.path("operation_id").asText());
    }

    private void batch(Program ktrdr) throws Exception {
        Path file = Files.writeString(folder.resolve("batch.yaml"), """
                operations:
                  - {name: second, task_type: heartbeat, depends_on: [first]}
                  - {name: first, task_type: heartbeat}
                  - {name: third, brief: Explore RSI variations, depends_on: [second]}
                """);
        JsonNode ended = json(ktrdr, "ops batch", file.toString(), "--wait").path("items");
        assertEquals("second", ended.get(0).path("name").asText(), ended.toString());
        ended.forEach(one -> assertEquals("completed", one.path("status").asText(), one.toString()));
        assertEquals(
                ended.get(1).path("operation_id"),
                ended.get(0).path("depends_on").get(0));
        assertEquals(
                3, ktrdr.ok("ops", "batch", file.toString(), "--wait").lines().count());
        Files.writeString(file, "operations: [{name: a, task_type: heartbeat, depends_on: [a]}]");
        Program.Ended refused = ktrdr.run("ops", "batch", file.toString());
        assertEquals(2, refused.exitCode());
        assertEquals(1, refused.err().lines().count(), refused.err());
    }

    /** @param research that waits for a worker */
    private void locks(Program ktrdr, String research) throws Exception {
        Program.await("is under way", () -> {
            try {
                return ktrdr.get("/api/v1/operations/" + research)
                        .path("status")
                        .asText()
                        .equals("running");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        json(ktrdr, "ops lock", research, "--lock", "file:tried/*:write");
        // given by the next tick
        Program.await("has the lock", () -> {
            try {
                return ktrdr.ok("locks").contains("file:tried/*");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        both(ktrdr, "locks");
        assertTrue(ktrdr.ok("-q", "locks").contains(research));
    }

    /** @param completed a research */
    private void pool(Program ktrdr, String completed) throws Exception {
        both(ktrdr, "pool show");
        assertEquals(5, json(ktrdr, "pool resize", "5").path("size").asInt());
        Program.Ended full = ktrdr.run("pool", "resize", "17");
        assertEquals(5, full.exitCode(), full.err());
        both(ktrdr, "agents list");
        both(ktrdr, "agents isolation");
        both(ktrdr, "agents fail", "agent-1", "--reason", "tried out");
        assertTrue(ktrdr.ok("agents", "list").contains("tried out"));

        String task = json(ktrdr, "tasks submit", "heartbeat", "--agent", "agent-2", "--payload", "{}")
                .path("operation_id")
                .asText();
        assertTrue(ktrdr.ok("tasks", "list").contains(task));
        json(ktrdr, "tasks list");
        both(ktrdr, "tasks show", task);

        both(ktrdr, "alerts", "--state", "all");
        // nothing is wrong here
        assertEquals(3, ktrdr.run("alerts", "ack", "alert_0").exitCode());
        tried.add("alerts ack");
        // nothing stands still here
        assertEquals(4, ktrdr.run("agent", "resume", completed).exitCode());
        tried.add("agent resume");
        // no model is configured
        json(ktrdr, "models list");
        json(ktrdr, "models test");
    }

    private void both(Program ktrdr, String command, String... arguments) throws Exception {
        ran(command, ktrdr.ok(words(command, arguments)));
        json(ktrdr, command, arguments);
    }

    private JsonNode json(Program ktrdr, String command, String... arguments) throws Exception {
        List<String> more = new ArrayList<>(List.of(arguments));
        more.add("--json");
        String out = ktrdr.ok(words(command, more.toArray(String[]::new)));
        ran(command, out);
        return JSON.readTree(out);
    }

    private void ran(String command, String out) {
        assertTrue(!out.isBlank(), command + " says nothing");
        tried.add(command);
    }

    private static String[] words(String command, String... arguments) {
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of(arguments));
        return words.toArray(String[]::new);
    }

    private static Set<String> leaves(String path, Class<?> parent) {
        Set<String> leaves = new TreeSet<>();
        for (Class<?> type : parent.getAnnotation(Command.class).subcommands()) {
            Command command = type.getAnnotation(Command.class);
            if (command.hidden()) {
                continue;
            }
            boolean leaf = command.subcommands().length == 0;
            if (leaf || Callable.class.isAssignableFrom(type)) {
                leaves.add(path + command.name());
            }
            if (!leaf) {
                leaves.addAll(leaves(path + command.name() + " ", type));
            }
        }
        return leaves;
    }
}
