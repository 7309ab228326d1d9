package io.ktrdr.cli.models;

import io.ktrdr.cli.output.Figures;
import io.ktrdr.cli.output.Table;
import io.ktrdr.cli.session.ExitCode;
import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.languagemodel.LanguageModelList;
import io.ktrdr.contracts.languagemodel.LanguageModelView;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All models. */
@Command(name = "list", description = "All models in the order in which they are asked, and how they are.")
public class ModelsListCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Override
    public Integer call() {
        Session session = Session.of(spec);
        Services services = session.services();
        LanguageModelList models = services.answer(() -> services.models().list());
        if (session.json()) {
            session.printDocument(models);
        } else if (session.quiet()) {
            models.items().stream().map(LanguageModelView::name).forEach(session.out()::println);
        } else if (models.items().isEmpty()) {
            session.err().println(Models.NONE);
        } else {
            table(models).lines().forEach(session.out()::println);
            models.items().stream()
                    .filter(model -> model.lastError() != null)
                    .map(model -> model.name() + " failed last: " + model.lastError())
                    .forEach(session.out()::println);
        }
        return ExitCode.OK.number();
    }

    private static Table table(LanguageModelList models) {
        Table table = new Table(
                "NAME",
                "PROVIDER",
                "MODEL",
                "URL",
                "$/MTOK IN",
                "$/MTOK OUT",
                "BREAKER",
                "REQUESTS/MIN",
                "TOKENS TODAY");
        for (LanguageModelView model : models.items()) {
            table.row(
                    model.name(),
                    model.provider(),
                    model.model(),
                    model.baseUrl(),
                    Figures.ratio(model.pricePerMtok().input()),
                    Figures.ratio(model.pricePerMtok().output()),
                    model.breaker().wireName(),
                    used(model.requestsThisMinute(), model.requestsPerMinute(), String::valueOf),
                    used(model.tokensToday(), model.tokensPerDay(), Figures::count));
        }
        return table;
    }

    private static String used(long used, @Nullable Long limit, LongFunction<String> figure) {
        return figure.apply(used) + (limit == null ? "" : " of " + figure.apply(limit));
    }
}
