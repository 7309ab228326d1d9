package io.ktrdr.cli.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ktrdr.cli.report.Part;
import io.ktrdr.cli.report.Report;
import io.ktrdr.cli.report.Sources;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import io.ktrdr.contracts.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One research, as a page to show. */
@Command(
        name = "report",
        description = "Write a research as one HTML file that needs no network: charts, statistics, provenance.")
public class ResearchReportCommand implements Callable<Integer> {
    private static final String STDOUT = "-";

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The research.")
    String id;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "",
            description = "File to write, - for stdout; default one named after the research.")
    String file = "";

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        if (file.equals(STDOUT) && (session.json() || session.quiet())) {
            throw new CommandFailure(
                    ExitCode.USAGE, "The page itself goes to stdout with '--html -': leave out --json and --quiet");
        }
        Services services = session.services();
        OperationView research = Researches.find(services, id);
        if (!research.status().isTerminal()) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    id + " is not over yet: it is " + research.status().wireName());
        }
        String html = Report.html(sources(services, research));
        if (file.equals(STDOUT)) {
            session.out().print(html);
            session.out().flush();
            return ExitCode.OK.number();
        }
        Path written = write(file.isEmpty() ? Path.of(research.operationId() + ".html") : Path.of(file), html);
        if (session.json()) {
            session.printDocument(Map.of("operation_id", research.operationId(), "file", written.toString()));
        } else {
            session.out().println(session.quiet() ? research.operationId() : written.toString());
        }
        return ExitCode.OK.number();
    }

    private Sources sources(Services services, OperationView research) {
        JsonNode result = research.result() == null ? MissingNode.getInstance() : research.result();
        JsonNode artifacts = result.path("artifacts");
        TestWindow tested = TestWindow.of(result);
        return new Sources(
                research,
                fetch(services, artifacts.path("equity_curve"), "The equity curve"),
                fetch(services, artifacts.path("trades"), "The list of trades"),
                fetch(services, result.path("dataset").path("sha256"), "The dataset"),
                tested.tooShort() ? tested.note() : null,
                Clock.systemUTC().instant(),
                spec.root().version()[0]);
    }

    private static Part<byte[]> fetch(Services services, JsonNode sha256, String what) {
        if (sha256.asText("").isEmpty()) {
            return new Part.Missing<>(what + " is not part of this research's result.");
        }
        try {
            return new Part.Present<>(services.answer(() -> services.artifacts().get(sha256.asText())));
        } catch (ProblemException | CommandFailure e) {
            // everything else is worth showing without it
            return new Part.Missing<>(what + " could not be fetched: " + e.getMessage());
        }
    }

    private static Path write(Path file, String html) {
        try {
            return Files.write(file, html.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot write to " + file + ": " + e.getMessage());
        }
    }
}
