package io.ktrdr.cli.ops;

import io.ktrdr.cli.agent.Submission;
import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.operation.BatchRequest;
import io.ktrdr.contracts.operation.BatchRequest.Item;
import io.ktrdr.contracts.problem.Problem;
import io.ktrdr.contracts.problem.ProblemCode;
import io.ktrdr.contracts.problem.ProblemException;
import io.ktrdr.contracts.problem.Violation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Several researches and tasks that may depend on each other: all of them, or none. */
@Command(
        name = "batch",
        description =
                "Hand in several researches and tasks at once, all of them or none. They may depend on each other by "
                        + "name; researches wait in line.",
        footer = {
            "",
            "The file, in YAML or as JSON of the same form:",
            "  operations:",
            "    - name: bars                  # each has a name, by which others call it",
            "      task_type: ingest           # a task: also payload, preferred_agent_id",
            "      payload: {path: btc.csv, symbol: BTC-USD, timeframe: 1m}",
            "    - name: rsi",
            "      brief: Explore RSI          # a research: brief or strategy; also dataset, seed",
            "      depends_on: [bars]          # names of this file, or ids of operations",
            "      on_dependency_failure: skip # or fail (default), run",
            "    - name: mine",
            "      strategy: strategies/my.yaml",
            "      priority: P0",
            "      depends_on: [bars]",
            "      locks: [{resource: 'dataset:BTC-USD/1m', mode: read}]   # [] for none",
            "A strategy that ends in .yaml or .yml is a file: its text is sent. The path leads on from the folder of the "
                    + "batch file, for - from the working folder. Anything else is the name of a known strategy."
        })
public class OpsBatchCommand implements Callable<Integer> {
    private static final Pattern NUMBERED = Pattern.compile("operations\\[([0-9]{1,4})]");

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE|-", description = "The batch; - reads it from stdin.")
    String file;

    @Mixin
    Submission submission = new Submission();

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        BatchRequest batch = BatchFile.read(file, session.mapper());
        Services services = session.services();
        return submission.carryOutBatch(
                session,
                services,
                key -> services.operations().batch(key, batch),
                refused -> refusal(batch.operations() == null ? List.of() : batch.operations(), refused));
    }

    private static RuntimeException refusal(List<Item> items, ProblemException refused) {
        Problem problem = refused.problem();
        List<Violation> violations = problem.violations();
        if (violations != null && !violations.isEmpty()) {
            return ProblemException.invalid(violations.stream()
                    .map(violation -> new Violation(named(items, violation.field()), violation.message()))
                    .toList());
        }
        if (problem.code() == ProblemCode.QUEUE_FULL) {
            return new CommandFailure(
                    ExitCode.AT_CAPACITY,
                    "Nothing was handed in: " + problem.detail() + "; try again when some have begun");
        }
        if (problem.code() == ProblemCode.BUDGET_EXHAUSTED) {
            String left =
                    problem.remaining() == null ? "" : " (" + Figures.dollars(problem.remaining()) + " remaining)";
            return new CommandFailure(
                    ExitCode.BUDGET, "Nothing was handed in: daily budget exhausted" + left + "; see 'ktrdr budget'");
        }
        return refused;
    }

    /** As its author calls it, and not by its number. */
    private static String named(List<Item> items, String field) {
        Matcher matcher = NUMBERED.matcher(field);
        if (!matcher.lookingAt()) {
            return field;
        }
        int number = Integer.parseInt(matcher.group(1));
        String name = number < items.size() ? items.get(number).name() : null;
        return name == null || field.endsWith("].name") ? field : name + field.substring(matcher.end());
    }
}
