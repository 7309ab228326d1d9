package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.Wire;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.worker.WorkerType;
import io.ktrdr.contracts.worker.WorkerView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at everything that local mode needs. */
@Command(
        name = "doctor",
        description = "Check the machine, the build and every process; exit code 1 when something is wrong.")
public class DoctorCommand implements Callable<Integer> {
    private static final long LITTLE_DISK_MEGABYTES = 512;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--deep",
            description = "Also whether everything that is written down adds up; up to half a minute.")
    boolean deep;

    /** @param detail what was found, and what to do where it is wrong */
    @Wire
    @RegisterForReflection
    record Check(String name, boolean ok, String detail) {}

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Home home = session.home();
        List<Check> checks = new ArrayList<>();
        checks.add(jdk());
        checks.add(build());
        aotCaches().ifPresent(checks::add);
        checks.add(disk(home));
        boolean running =
                home.supervisor().isPresent() || home.processes().stream().anyMatch(RunningProcess::isAlive);
        if (running) {
            processes(home, checks);
            checks.add(workers(session, home));
        } else {
            checks.add(new Check("ktrdr", true, "not running in " + home.folder() + "; 'ktrdr up' starts it"));
            ports(home, checks);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        if (deep) {
            DeepLook.Result found = deepLook(session, home, running);
            checks.addAll(checks(found));
            document.put("deep", found);
        }
        boolean wrong = checks.stream().anyMatch(check -> !check.ok());
        if (session.json()) {
            document.put("ok", !wrong);
            document.put("checks", checks);
            session.printDocument(document);
        } else {
            checks.forEach(check ->
                    session.out().println((check.ok() ? "ok     " : "WRONG  ") + check.name() + ": " + check.detail()));
        }
        return wrong ? ExitCode.FAULT.number() : ExitCode.OK.number();
    }

    private static DeepLook.Result deepLook(Session session, Home home, boolean running) {
        Consumer<String> say = line -> {
            session.err().println(line);
            session.err().flush();
        };
        say.accept("Looking whether everything adds up ...");
        if (!running && session.isLocal()) {
            return new DeepLook.Result(new HomeFolder(home).findings(Map.of()), 0, Map.of(), List.of());
        }
        Services services = session.services();
        return new DeepLook(say).lasting(() -> DeepLook.once(services, home));
    }

    private static List<Check> checks(DeepLook.Result found) {
        List<Check> checks = new ArrayList<>();
        found.unchecked().forEach(reason -> checks.add(new Check("deep", false, reason)));
        found.findings()
                .forEach(finding -> checks.add(new Check(
                        finding.code(),
                        false,
                        (finding.operationId() == null ? "" : finding.operationId() + ": ") + finding.meaning() + " ("
                                + finding.detail() + ")")));
        if (found.total() > found.findings().size()) {
            checks.add(new Check("deep", false, found.total() + " findings in all; the others are of the same kinds"));
        }
        if (checks.isEmpty()) {
            String looked = DeepLook.inWords(found.checked());
            checks.add(new Check(
                    "deep", true, looked.isEmpty() ? "workers' folders are sound" : "all adds up: " + looked));
        }
        return checks;
    }

    private static Check jdk() {
        return switch (ProgramForm.own()) {
            case NATIVE -> new Check("JDK", true, "not needed: this ktrdr is a native executable");
            case JVM -> new Check("JDK", true, Runtime.version() + " in " + System.getProperty("java.home"));
        };
    }

    private static Check build() {
        try {
            Install install = Install.located();
            List<String> missing = install.missing(ProgramForm.own());
            if (!missing.isEmpty()) {
                return new Check("build", false, "not built: " + String.join(", ", missing));
            }
            String forms = Arrays.stream(ProgramForm.values())
                    .filter(form -> install.missing(form).isEmpty())
                    .map(ProgramForm::inWords)
                    .collect(Collectors.joining(" and "));
            return new Check("build", true, "all services are there, to run " + forms);
        } catch (CommandFailure e) {
            return new Check("build", false, String.valueOf(e.getMessage()));
        }
    }

    /** Never wrong: without them programs only start more slowly. Empty where nothing is built for the JVM. */
    private static Optional<Check> aotCaches() {
        try {
            Install install = Install.located();
            if (!install.missing(ProgramForm.JVM).isEmpty()) {
                return Optional.empty();
            }
            List<String> lacking = Preparation.lacking(install);
            String found = lacking.isEmpty()
                    ? "there for all programs"
                    : "none for " + String.join(", ", lacking) + "; 'ktrdr prepare' makes them";
            return Optional.of(new Check("AOT caches", true, AotCache.isOn() ? found : "off by KTRDR_AOT"));
        } catch (CommandFailure e) {
            // said of the build already
            return Optional.empty();
        }
    }

    private static Check disk(Home home) {
        Path existing = home.folder();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long left = Files.getFileStore(existing).getUsableSpace() / 1024 / 1024;
            return new Check("disk", left >= LITTLE_DISK_MEGABYTES, left + " MB left for " + home.folder());
        } catch (IOException e) {
            return new Check("disk", false, "cannot look at " + existing + ": " + Home.reason(e));
        }
    }

    private static void ports(Home home, List<Check> checks) {
        LocalSettings settings = home.settings().orElse(LocalSettings.DEFAULT);
        for (int port : List.of(settings.port(), settings.registryPort(), settings.postgresPort())) {
            boolean free = Ports.isFree(port);
            checks.add(new Check(
                    "port " + port, free, free ? "free" : "taken by another program; choose others with --port"));
        }
    }

    private static void processes(Home home, List<Check> checks) {
        boolean supervised = home.supervisor().isPresent();
        checks.add(
                new Check("supervisor", supervised, supervised ? "running" : "gone; 'ktrdr up' adopts its processes"));
        Readiness readiness = new Readiness(new PostgresServer(home.postgres(), home.postgres()));
        for (RunningProcess process : home.processes()) {
            if (!process.isAlive()) {
                checks.add(new Check(process.name(), false, "not running; see 'ktrdr logs " + process.name() + "'"));
            } else if (readiness.of(process)) {
                checks.add(
                        new Check(process.name(), true, "ready on port " + process.port() + role(process, readiness)));
            } else {
                checks.add(new Check(process.name(), false, "not ready; see 'ktrdr logs " + process.name() + "'"));
            }
        }
    }

    private static String role(RunningProcess process, Readiness readiness) {
        return switch (ServiceKind.of(process.name())) {
            case COORDINATOR -> readiness.ticks(process.port()) ? ", ticks" : ", stands by";
            case POSTGRES, REGISTRY, TRAINING, BACKTEST -> "";
        };
    }

    private static Check workers(Session session, Home home) {
        LocalSettings settings = home.settings().orElse(LocalSettings.DEFAULT);
        Services services = session.localServices();
        try {
            List<WorkerView> workers =
                    services.answer(() -> services.agent().workers()).items();
            long training = heard(workers, WorkerType.TRAINING);
            long backtest = heard(workers, WorkerType.BACKTESTING);
            boolean all = training >= settings.trainingWorkers() && backtest >= settings.backtestWorkers();
            return new Check(
                    "workers",
                    all,
                    "%d of %d training and %d of %d backtest workers are registered and heard"
                            .formatted(training, settings.trainingWorkers(), backtest, settings.backtestWorkers()));
        } catch (CommandFailure | ProblemException e) {
            return new Check("workers", false, "the coordinator does not tell: " + e.getMessage());
        }
    }

    private static long heard(List<WorkerView> workers, WorkerType type) {
        return workers.stream()
                .filter(worker -> worker.workerType() == type && !worker.lost())
                .count();
    }
}
