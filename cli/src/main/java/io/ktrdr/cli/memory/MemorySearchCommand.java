package io.ktrdr.cli.memory;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.memory.MemoryItem;
import io.ktrdr.contracts.memory.MemoryKind;
import io.ktrdr.contracts.memory.MemoryList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Experiments and hypotheses that have to do with something. */
@Command(
        name = "search",
        description = {
            "Experiments and hypotheses that have to do with something, the most relevant first.",
            "All words must occur, in any of their forms; OR between two words means either, and in quotes as one argument,"
                    + " 'rsi -volume' leaves out what speaks of volume."
        })
public class MemorySearchCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "WORDS", arity = "1..*", description = "What to look for.")
    List<String> words = List.of();

    @Option(names = "--kind", description = "Only these: experiment, hypothesis.")
    @Nullable
    MemoryKind kind;

    @Option(
            names = "--status",
            description =
                    "Only experiments found promising, neutral or poor, or hypotheses untested, validated, refuted or"
                            + " inconclusive.")
    @Nullable
    String status;

    @Option(names = "--limit", description = "At most so many, 1 to 100; default 20.")
    @Nullable
    String limit;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        String query = String.join(" ", words);
        String kindName = kind == null ? null : kind.wireName();
        MemoryList found = services.answer(() -> services.memory().search(query, kindName, status, limit));
        if (session.json()) {
            session.printDocument(found);
        } else if (session.quiet()) {
            found.items().stream().map(MemoryItem::id).forEach(session.out()::println);
        } else {
            table(found).lines().forEach(session.out()::println);
        }
        if (found.items().isEmpty()) {
            session.err().println("Nothing is remembered that matches: " + query);
        }
        return ExitCode.OK.number();
    }

    private static Table table(MemoryList found) {
        Table table = new Table("KIND", "ID", "STATUS", "RELEVANCE", "STRATEGY", "DATASET", "TEXT");
        for (MemoryItem item : found.items()) {
            table.row(
                    item.kind().wireName(),
                    item.id(),
                    item.status(),
                    Figures.ratio(item.relevance()),
                    item.strategyName(),
                    Objects.requireNonNullElse(item.dataset(), "-"),
                    oneLine(item.snippet()));
        }
        return table;
    }

    /** Whoever wrote a brief does not write to somebody else's terminal. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    }
}
