package io.ktrdr.cli.research;

import com.fasterxml.jackson.databind.JsonNode;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.OperationView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One research, as files for other programs. */
@Command(
        name = "export",
        description =
                "Write a research as files: equity curve, trades, training history and metrics as CSV, the strategy as"
                        + " YAML, the model as ONNX.")
public class ResearchExportCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The research.")
    String id;

    @Option(
            names = {"--to", "--dir"},
            paramLabel = "DIR",
            description = "Folder to write to; default one named after the research.")
    @Nullable
    Path to;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        OperationView research = Researches.find(services, id);
        Map<String, byte[]> files = files(services, research);
        if (files.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.CONFLICT,
                    id + " has no result yet: it is " + research.status().wireName());
        }
        Path folder = to == null ? Path.of(research.operationId()) : to;
        List<String> written = write(folder, files);
        if (session.json()) {
            session.printDocument(Map.of("operation_id", research.operationId(), "files", written));
        } else {
            written.forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    private static Map<String, byte[]> files(Services services, OperationView research) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        JsonNode result = research.result();
        if (result == null) {
            return files;
        }
        Researches.artifact(services, research, "equity_curve").ifPresent(csv -> files.put("equity_curve.csv", csv));
        Researches.artifact(services, research, "trades").ifPresent(csv -> files.put("trades.csv", csv));
        Researches.artifact(services, research, "onnx").ifPresent(model -> files.put("model.onnx", model));
        put(files, "training_history.csv", ResultCsv.history(result));
        put(files, "metrics.csv", ResultCsv.metrics(result));
        put(files, "strategy.yaml", result.path("strategy").path("yaml").asText(""));
        return files;
    }

    private static void put(Map<String, byte[]> files, String name, String text) {
        if (!text.isEmpty()) {
            files.put(name, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> write(Path folder, Map<String, byte[]> files) {
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(folder.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAULT, "Cannot write to " + folder + ": " + e.getMessage());
        }
        return files.keySet().stream()
                .map(name -> folder.resolve(name).toString())
                .toList();
    }
}
