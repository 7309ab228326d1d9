package io.ktrdr.cli.local;

import io.ktrdr.cli.session.CommandFailure;
import io.ktrdr.cli.session.ExitCode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be said about a start; what is not said is as it was last time. */
class StartOptions {
    private static final Pattern DURATION = Pattern.compile("[0-9]+(ms|s|m|h)?");
    private static final String UNLIMITED = "unlimited";
    private static final String IN_THE_HOME = "home";
    private static final Set<String> HTTP = Set.of("http", "https");

    @Option(names = "--port", description = "Of the coordinator; default 8080. Others are counted from it.")
    @Nullable
    Integer port;

    @Option(
            names = "--coordinators",
            paramLabel = "N",
            description = "Default 1. One of them does the work, the others take over when it is gone.")
    @Nullable
    Integer coordinators;

    @Option(names = "--training-workers", paramLabel = "N", description = "Default 2.")
    @Nullable
    Integer trainingWorkers;

    @Option(names = "--backtest-workers", paramLabel = "N", description = "Default 1.")
    @Nullable
    Integer backtestWorkers;

    @Option(
            names = "--stub",
            negatable = true,
            defaultValue = "${env:KTRDR_STUB}",
            fallbackValue = "true",
            description = "Every phase only takes its time and gives a made-up result (KTRDR_STUB).")
    @Nullable
    Boolean stub;

    @Option(
            names = "--stub-duration",
            paramLabel = "2s",
            defaultValue = "${env:KTRDR_STUB_DURATION}",
            description = "How long a stub phase takes.")
    @Nullable
    String stubDuration;

    @Option(
            names = "--stub-failure-rate",
            paramLabel = "0..1",
            defaultValue = "${env:KTRDR_STUB_FAILURE_RATE}",
            description = "Share of stub phases that fail.")
    @Nullable
    String stubFailureRate;

    @Option(
            names = "--stub-cost",
            paramLabel = "USD",
            defaultValue = "${env:KTRDR_STUB_COST}",
            description = "What each stub design and assessment costs; a research has one of each.")
    @Nullable
    String stubCost;

    @Option(
            names = "--daily-limit",
            paramLabel = "USD",
            defaultValue = "${env:KTRDR_BUDGET_DAILY_LIMIT}",
            description = "What may be spent a day: 0 for nothing, 'unlimited' (the default).")
    @Nullable
    String dailyLimit;

    @Option(
            names = "--source",
            paramLabel = "FOLDER|URL",
            defaultValue = "${env:KTRDR_DISCOVERY_SOURCE}",
            description =
                    "Where tasks find datasets and strategy files; 'home' (the default): the folder source in the home.")
    @Nullable
    String source;

    @Option(
            names = "--native",
            negatable = true,
            defaultValue = "${env:KTRDR_NATIVE}",
            fallbackValue = "true",
            description =
                    "Run the services as native executables, or not; default: as this ktrdr itself is run (KTRDR_NATIVE).")
    @Nullable
    Boolean nativeExecutables;

    /** Which was asked for. */
    Optional<ProgramForm> form() {
        return Optional.ofNullable(nativeExecutables).map(asked -> asked ? ProgramForm.NATIVE : ProgramForm.JVM);
    }

    /** @param last of the home's last start */
    LocalSettings over(Optional<LocalSettings> last) {
        LocalSettings base = last.orElse(LocalSettings.DEFAULT);
        return new LocalSettings(
                within("--port", port, base.port(), 1, LocalSettings.MAX_PORT),
                within("--coordinators", coordinators, base.coordinators(), 1, LocalSettings.MAX_COORDINATORS),
                within("--training-workers", trainingWorkers, base.trainingWorkers(), 0, LocalSettings.MAX_WORKERS),
                within("--backtest-workers", backtestWorkers, base.backtestWorkers(), 0, LocalSettings.MAX_WORKERS),
                Objects.requireNonNullElse(stub, base.stub()),
                stubDuration == null ? base.stubDuration() : duration(stubDuration),
                stubFailureRate == null ? base.stubFailureRate() : rate(stubFailureRate),
                stubCost == null ? base.stubCost() : dollars("--stub-cost", stubCost),
                dailyLimit == null ? base.dailyLimit() : limit(dailyLimit),
                source == null ? base.source() : source(source),
                form().orElse(base.form()));
    }

    private static int within(String option, @Nullable Integer given, int base, int least, int most) {
        int value = given == null ? base : given;
        if (value < least || value > most) {
            throw usage(option + " is " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    private static String duration(String text) {
        if (!DURATION.matcher(text).matches()) {
            throw usage("--stub-duration is a number with ms, s, m or h, such as 2s, not '" + text + "'");
        }
        return text;
    }

    private static String rate(String text) {
        BigDecimal rate = number("--stub-failure-rate", text);
        if (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0) {
            throw usage("--stub-failure-rate is 0 to 1, not " + text);
        }
        return text;
    }

    private static @Nullable String limit(String text) {
        if (text.equalsIgnoreCase(UNLIMITED)) {
            return null;
        }
        return dollars("--daily-limit", text);
    }

    /** The coordinator has another working directory, so a folder is kept with its whole path. */
    private static @Nullable String source(String text) {
        if (text.equals(IN_THE_HOME)) {
            return null;
        }
        if (text.contains("://")) {
            return url(text);
        }
        Path folder = Path.of(text).toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            throw usage("--source is a folder, a URL or '" + IN_THE_HOME + "'; there is no folder " + folder);
        }
        return folder.toString();
    }

    /** Not repeated when it is refused: it may hold a password. */
    private static String url(String text) {
        try {
            URI url = new URI(text);
            boolean plain = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
            if (plain && url.getHost() != null && HTTP.contains(url.getScheme().toLowerCase(Locale.ROOT))) {
                return text;
            }
        } catch (URISyntaxException e) {
            // said below, as for the others
        }
        throw usage(
                "--source is an http or https URL without user, password, query and fragment: it is kept and shown");
    }

    private static String dollars(String option, String text) {
        if (number(option, text).signum() < 0) {
            throw usage(option + " is 0 or more, not " + text);
        }
        return text;
    }

    private static BigDecimal number(String option, String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw usage(option + " is a number, not '" + text + "'");
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
