package io.ktrdr.worker.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.Sha256;
import io.ktrdr.contracts.job.CancelJob;
import io.ktrdr.contracts.job.Checkpoint;
import io.ktrdr.contracts.job.JobState;
import io.ktrdr.contracts.job.JobView;
import io.ktrdr.contracts.job.StartJob;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.testservices.FakeServices;
import io.ktrdr.worker.ScriptedRunner;
import io.ktrdr.worker.disk.WorkerHome;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.measure.JobGauge;
import io.ktrdr.worker.remote.Backoff;
import io.ktrdr.worker.report.Coordinators;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A worker without its HTTP port and its registration: home, desk and jobs, against fake services. */
final class Bench implements AutoCloseable {
    final FakeServices services;
    final ScriptedRunner runner = new ScriptedRunner();
    final CountDownLatch stuck = new CountDownLatch(1);
    final CountDownLatch exhausted = new CountDownLatch(1);
    final JobGauge gauge = new JobGauge(System::nanoTime);
    final WorkerIdentity me;
    final JobDesk desk;
    private final WorkerHome home;

    Bench(Path folder, FakeServices services, ObjectMapper json, String incarnation) {
        this.services = services;
        me = new WorkerIdentity("bench", incarnation, WorkerType.TRAINING, "test");
        home = WorkerHome.open(folder);
        desk = JobDesk.in(
                home,
                me,
                runner,
                new Workshop(
                        new Coordinators(List.of(services.uri())),
                        json,
                        () -> new Backoff(Duration.ofMillis(20), Duration.ofMillis(50), new Random(7)),
                        Clock.systemUTC(),
                        gauge,
                        System::nanoTime,
                        Duration.ofMillis(1),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(300),
                        stuck::countDown,
                        exhausted::countDown,
                        JobWatch.NOBODY));
        desk.open();
    }

    JobView start(String claim, long token, String spec) {
        return desk.start(order(claim, token, spec));
    }

    StartJob order(String claim, long token, String spec) {
        return order(claim, token, spec, null);
    }

    StartJob order(String claim, long token, String spec, @Nullable Checkpoint checkpoint) {
        return new StartJob(
                claim,
                me.workerId(),
                me.incarnation(),
                token,
                WorkerType.TRAINING,
                1,
                spec,
                Sha256.of(spec),
                checkpoint);
    }

    JobView cancel(String claim, long token) throws Exception {
        return desk.cancel(claim, new CancelJob(me.incarnation(), token)).get(10, TimeUnit.SECONDS);
    }

    /** Polls, since a worker tells nobody but its coordinator. */
    JobView awaitState(String claim, JobState wanted) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        JobView view = desk.show(claim);
        while (view.state() != wanted) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still " + view);
            }
            TimeUnit.MILLISECONDS.sleep(5);
            view = desk.show(claim);
        }
        return view;
    }

    /** The process dies: what is on the disk is all that is left. */
    void die() {
        desk.close();
        home.close();
    }

    @Override
    public void close() {
        runner.letGo();
        desk.supersede();
        awaitFree();
        die();
    }

    private void awaitFree() {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (desk.activity().job() != null && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }
}
