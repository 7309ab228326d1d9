package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process under supervision: started or adopted, watched, started again when it ends by itself. */
final class Child {
    private static final long MAX_LOG_BYTES = 32L * 1024 * 1024;
    private static final File NOTHING = new File("/dev/null");

    private final Home home;
    private final ProcessPlan plan;
    private final Backoff backoff;
    private @Nullable RunningProcess process;
    private long startedNanos;
    private long restartNanos;
    private long logStart;

    Child(Home home, ProcessPlan plan, Backoff backoff) {
        this.home = home;
        this.plan = plan;
        this.backoff = backoff;
    }

    ProcessPlan plan() {
        return plan;
    }

    @Nullable
    RunningProcess process() {
        return process;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    boolean isReady() {
        return process != null && process.state() == ProcessState.RUNNING;
    }

    /** Takes over one that an earlier supervisor has left behind. */
    void adopt(RunningProcess found, long now) {
        startedNanos = now;
        process = found.in(ProcessState.STARTING);
        home.save(process);
    }

    void start(long now) {
        try {
            rotateLog();
            logStart = Files.exists(plan.log()) ? Files.size(plan.log()) : 0;
            List<String> command = new ArrayList<>(OwnSession.prefix());
            command.addAll(plan.command());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.folder().toFile())
                    .redirectInput(NOTHING)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
            builder.environment().putAll(plan.environment());
            long pid = builder.start().pid();
            // one that ended at once has no birth: it is then found dead at the first look
            String birth = ProcessBirth.of(pid).orElse("ended at once");
            startedNanos = now;
            process = new RunningProcess(plan.name(), pid, birth, plan.port(), ProcessState.STARTING);
            home.save(process);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot start " + plan.name() + ": " + Home.reason(e));
        }
    }

    /** One look: notices readiness, an end, and when it is time to start again. */
    void look(Readiness readiness, long now, Consumer<String> say) {
        if (process == null) {
            return;
        }
        switch (process.state()) {
            case STARTING -> {
                if (!process.isAlive()) {
                    crashed(now, say);
                } else if (readiness.of(process)) {
                    enter(ProcessState.RUNNING);
                }
            }
            case RUNNING -> {
                if (!process.isAlive()) {
                    crashed(now, say);
                }
            }
            case RESTARTING -> {
                if (now - restartNanos >= 0) {
                    start(now);
                }
            }
            case STOPPING, STOPPED -> {}
        }
    }

    /** Of what it said since it was started, the lines that tell why it is not running. */
    List<String> lastWords() {
        return LastWords.of(LogFile.tail(plan.log(), Integer.MAX_VALUE, logStart));
    }

    private void crashed(long now, Consumer<String> say) {
        Duration pause = backoff.afterCrash(Duration.ofNanos(now - startedNanos));
        restartNanos = now + pause.toNanos();
        enter(ProcessState.RESTARTING);
        say.accept(plan.name() + " ended by itself, starts again in " + pause.toSeconds() + " s (log: " + plan.log()
                + ")");
    }

    private void enter(ProcessState next) {
        if (process != null) {
            process = process.in(next);
            home.save(process);
        }
    }

    /** Two generations: the file in use and the one before. */
    private void rotateLog() throws IOException {
        Path log = plan.log();
        if (Files.exists(log) && Files.size(log) > MAX_LOG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
