package io.ktrdr.cli.models;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.languagemodel.LanguageModelTrial;
import io.ktrdr.contracts.languagemodel.LanguageModelView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks models something small. */
@Command(
        name = "test",
        description =
                "Ask models something small, for a fraction of a cent each; exit code 1 when one does not answer.")
public class ModelsTestCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The model; default all of them.")
    @Nullable
    String name;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        List<String> names = name == null ? all(services) : List.of(name);
        if (names.isEmpty()) {
            session.err().println(Models.NONE);
        }
        List<LanguageModelTrial> tests = names.stream()
                .map(model -> services.answer(() -> services.models().test(model)))
                .toList();
        if (session.json()) {
            session.printDocument(tests);
        } else if (session.quiet()) {
            tests.stream()
                    .filter(LanguageModelTrial::ok)
                    .map(LanguageModelTrial::name)
                    .forEach(session.out()::println);
        } else if (!tests.isEmpty()) {
            table(tests).lines().forEach(session.out()::println);
        }
        return (tests.stream().allMatch(LanguageModelTrial::ok) ? ExitCode.OK : ExitCode.FAULT).number();
    }

    private static List<String> all(Services services) {
        return services.answer(() -> services.models().list()).items().stream()
                .map(LanguageModelView::name)
                .toList();
    }

    private static Table table(List<LanguageModelTrial> tests) {
        Table table = new Table("NAME", "", "TOOK", "TOKENS IN", "TOKENS OUT", "COST", "ANSWER");
        for (LanguageModelTrial test : tests) {
            String said = Objects.requireNonNullElse(test.ok() ? test.answer() : test.error(), "");
            table.row(
                    test.name(),
                    test.ok() ? "ok" : "fails",
                    Figures.span(Duration.ofMillis(test.millis())),
                    String.valueOf(test.inputTokens()),
                    String.valueOf(test.outputTokens()),
                    Figures.fineDollars(test.usd()),
                    said.replaceAll("\\s+", " ").strip());
        }
        return table;
    }
}
