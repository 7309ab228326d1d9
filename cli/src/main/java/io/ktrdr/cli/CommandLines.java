package io.ktrdr.cli;

import io.ktrdr.cli.session.Failures;
import io.ktrdr.cli.session.UsageErrors;
import io.ktrdr.contracts.operation.DependencyFailurePolicy;
import io.quarkus.picocli.runtime.PicocliCommandLineFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How the command line is read, the same for the program and its tests. */
@ApplicationScoped
public class CommandLines {
    @Produces
    CommandLine ktrdr(PicocliCommandLineFactory factory) {
        return configured(factory.create());
    }

    public static CommandLine configured(CommandLine commandLine) {
        return commandLine
                // a brief may begin with @
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, ShortDuration::parse)
                .registerConverter(DependencyFailurePolicy.class, CommandLines::policy)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Failures());
    }

    private static DependencyFailurePolicy policy(String text) {
        return DependencyFailurePolicy.find(text.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of fail, skip, run"));
    }
}
