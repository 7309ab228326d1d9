package io.ktrdr.worker.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ktrdr.contracts.worker.WorkersApi;
import io.ktrdr.worker.JobRunner;
import io.ktrdr.worker.disk.WorkerHome;
import io.ktrdr.worker.identity.CoordinatorConfig;
import io.ktrdr.worker.identity.RegistryConfig;
import io.ktrdr.worker.identity.WorkerConfig;
import io.ktrdr.worker.identity.WorkerIdentity;
import io.ktrdr.worker.job.Activity;
import io.ktrdr.worker.job.JobDesk;
import io.ktrdr.worker.job.Workshop;
import io.ktrdr.worker.measure.JobGauge;
import io.ktrdr.worker.measure.Vitals;
import io.ktrdr.worker.registration.Registration;
import io.ktrdr.worker.remote.Backoff;
import io.ktrdr.worker.remote.RemoteCall;
import io.ktrdr.worker.report.Coordinators;
import io.ktrdr.worker.stub.StubConfig;
import io.ktrdr.worker.stub.StubJobRunner;
import io.ktrdr.worker.telemetry.JobTelemetry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Puts the worker together, opens it when its port is open, and drains it on SIGTERM. */
@Singleton
final class WorkerProcess {
    private static final Logger LOG = Logger.getLogger(WorkerProcess.class);

    private final WorkerConfig config;
    private final WorkerIdentity me;
    private final WorkerHome home;
    private final JobDesk desk;
    private final Registration registration;

    WorkerProcess(
            WorkerConfig config,
            RegistryConfig registry,
            CoordinatorConfig coordinators,
            StubConfig stub,
            JobRunner realRunner,
            ProcessExit exit,
            ObjectMapper json,
            JobTelemetry telemetry,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown") String version) {
        this.config = config;
        JobRunner runner = stub.enabled() ? StubJobRunner.of(realRunner.type(), stub) : realRunner;
        me = new WorkerIdentity(
                config.id().orElseGet(() -> WorkerIdentity.defaultId(hostName(), port)),
                UUID.randomUUID().toString(),
                runner.type(),
                version);
        Supplier<Backoff> backoffs = backoffs(me.incarnation().hashCode());
        Restart restart = new Restart(exit, config.drainPatience().plus(Restart.AFTER_DRAIN));
        JobGauge gauge = new JobGauge(System::nanoTime);
        Workshop shop = new Workshop(
                new Coordinators(coordinators.urls()),
                json,
                backoffs,
                Clock.systemUTC(),
                gauge,
                System::nanoTime,
                config.checkpointInterval(),
                config.drainPatience(),
                config.cancelPatience(),
                () -> exit.exit(ExitCode.STUCK),
                () -> restart.begin("a job ran out of memory"),
                telemetry);
        home = WorkerHome.open(config.home());
        desk = JobDesk.in(home, me, runner, shop);
        telemetry.watch(desk);
        registration = new Registration(
                me,
                RemoteCall.client(WorkersApi.class, registry.url(), Registration.CALL),
                this::activityWithDisk,
                new Vitals(gauge, home.root(), System::nanoTime)::take,
                new Registration.Orders(() -> superseded(exit), () -> restart.begin("the registry asks for it")),
                backoffs.get());
        desk.onChange(registration::beatNow);
    }

    private static Supplier<Backoff> backoffs(long seed) {
        Random seeds = new Random(seed);
        return () -> new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), new Random(seeds.nextLong()));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }

    private Activity activityWithDisk() {
        desk.tryDisk();
        return desk.activity();
    }

    private void superseded(ProcessExit exit) {
        desk.supersede();
        exit.exit(ExitCode.SUPERSEDED);
    }

    @Produces
    @Singleton
    JobDesk desk() {
        return desk;
    }

    @Produces
    @Singleton
    Registration registration() {
        return registration;
    }

    @Produces
    @Singleton
    WorkerHome home() {
        return home;
    }

    void announce(@Observes StartupEvent event) {
        LOG.infof(
                "Worker %s (%s), incarnation %s, home %s",
                me.workerId(),
                me.type().wireName(),
                me.incarnation(),
                config.home().toAbsolutePath());
        desk.open();
    }

    /** A worker registers only when it can be reached. */
    void register(@ObservesAsync HttpServerStart event, HttpServer http) {
        registration.start(config.url().orElseGet(() -> URI.create("http://127.0.0.1:" + http.getPort())));
    }

    /** Before the port is closed, so that a start is refused and a cancel confirmed, instead of getting no answer. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) throws InterruptedException {
        desk.drain();
    }

    void close(@Observes ShutdownEvent event) {
        registration.close();
        desk.close();
        home.close();
    }
}
