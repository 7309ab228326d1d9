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
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process under supervision: started or adopted, watched, started again when it ends by itself. */
final class Child {
    private static final long MAX_LOG_BYTES = 32L * 1024 * 1024;
    private static final File NOTHING = new File("/dev/null");
    /** With it a worker ends that wants to be started again; it has handed its job back. */
    private static final int START_ME_AGAIN = 75;
    /** One that wants it so soon again has not been helped by it. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private static final Duration BEFORE_KILL = Duration.ofSeconds(30);

    private final Home home;
    private final ProcessPlan plan;
    private final Backoff backoff;
    private @Nullable RunningProcess process;
    /** Of a process that was started here: nobody else is told how it ended. */
    private @Nullable Process handle;

    private long startedNanos;
    private long restartNanos;
    private long killNanos;
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
        startedNanos = now - ProcessBirth.age(found.pid()).toNanos();
        handle = null;
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
            Process started = builder.start();
            handle = started;
            long pid = started.pid();
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
                    ended(now, say);
                } else if (readiness.of(process)) {
                    enter(ProcessState.RUNNING);
                }
            }
            case RUNNING -> {
                if (!process.isAlive()) {
                    ended(now, say);
                }
            }
            case TERMINATING -> {
                if (!process.isAlive()) {
                    startAgain(Duration.ZERO, now);
                    say.accept(plan.name() + " has ended and is started again");
                } else if (now - killNanos >= 0) {
                    killNanos = now + BEFORE_KILL.toNanos();
                    Signals.kill(process);
                    say.accept(plan.name() + " did not end in time and was killed");
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

    /** Ends a process that does not answer, for good if need be. One that was started since is another one. */
    void terminate(SickWorkers.Verdict verdict, long now, Consumer<String> say) {
        if (process == null || !process.isAlive() || startedNanos - verdict.since() > 0) {
            return;
        }
        switch (process.state()) {
            case STARTING, RUNNING -> {
                killNanos = now + BEFORE_KILL.toNanos();
                enter(ProcessState.TERMINATING);
                Signals.terminate(process);
                say.accept(plan.name() + ": " + verdict.reason() + ". Terminated, killed in " + BEFORE_KILL.toSeconds()
                        + " s if it stays");
            }
            case TERMINATING, RESTARTING, STOPPING, STOPPED -> {}
        }
    }

    /** Of what it said since it was started, the lines that tell why it is not running. */
    List<String> lastWords() {
        return LastWords.of(LogFile.tail(plan.log(), Integer.MAX_VALUE, logStart));
    }

    private void ended(long now, Consumer<String> say) {
        Duration uptime = Duration.ofNanos(now - startedNanos);
        if (uptime.compareTo(SETTLED) >= 0 && wantsToBeStartedAgain()) {
            startAgain(Duration.ZERO, now);
            say.accept(plan.name() + " has handed in its job and is started again, as it wishes");
            return;
        }
        Duration pause = backoff.afterCrash(uptime);
        startAgain(pause, now);
        say.accept(plan.name() + " ended by itself, starts again in " + pause.toSeconds() + " s (log: " + plan.log()
                + ")");
    }

    /** At the first look when that time is over. */
    private void startAgain(Duration pause, long now) {
        restartNanos = now + pause.toNanos();
        enter(ProcessState.RESTARTING);
    }

    private boolean wantsToBeStartedAgain() {
        Process ended = handle;
        try {
            // a moment passes between the end of a process and word of how it ended
            return plan.kind().isWorker()
                    && ended != null
                    && ended.waitFor(1, TimeUnit.SECONDS)
                    && ended.exitValue() == START_ME_AGAIN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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
