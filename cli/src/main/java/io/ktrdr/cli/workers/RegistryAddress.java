package io.ktrdr.cli.workers;

import io.ktrdr.cli.session.Services;
import io.ktrdr.cli.session.Session;
import io.ktrdr.contracts.worker.WorkersApi;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the registry is, which is asked directly. */
public class RegistryAddress {
    @Option(
            names = "--registry-url",
            paramLabel = "URL",
            defaultValue = "${env:KTRDR_REGISTRY_URL}",
            description = "The registry's address (KTRDR_REGISTRY_URL); else that of --home.")
    @Nullable
    String url;

    <T> T ask(Session session, Function<WorkersApi, Uni<T>> question) {
        Services services = session.services();
        URI registry = session.registry(url);
        return services.answer(question.apply(services.workersOf(registry)), registry);
    }
}
