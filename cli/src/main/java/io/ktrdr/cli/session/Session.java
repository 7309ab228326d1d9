package io.ktrdr.cli.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ktrdr.cli.local.Home;
import io.quarkus.arc.Arc;
import java.io.Console;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** One run of one command: where it writes, whom it talks to. */
public final class Session {
    /** Of every JSON document; grows when a field changes its meaning or goes away. */
    public static final int SCHEMA_VERSION = 1;

    private final CommandLine commandLine;
    private final GlobalOptions options;
    private final ObjectMapper json;

    private Session(CommandLine commandLine, GlobalOptions options, ObjectMapper json) {
        this.commandLine = commandLine;
        this.options = options;
        this.json = json;
    }

    public static Session of(CommandSpec spec) {
        return new Session(
                spec.commandLine(),
                (GlobalOptions) spec.root().userObject(),
                Arc.container().instance(ObjectMapper.class).get());
    }

    public PrintWriter out() {
        return commandLine.getOut();
    }

    /** For everything that is not the command's data. */
    public PrintWriter err() {
        return commandLine.getErr();
    }

    public boolean json() {
        return options.json();
    }

    public boolean quiet() {
        return options.quiet();
    }

    public ObjectMapper mapper() {
        return json;
    }

    public Home home() {
        return Home.of(options.home(), json);
    }

    /** True when a person watches: then lines may be redrawn in place. */
    public boolean onTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal() && !json() && !quiet();
    }

    /** Characters of a line; without a terminal there is no bound. */
    public int width() {
        return onTerminal() ? commandLine.getUsageHelpWidth() : Integer.MAX_VALUE;
    }

    /** How this very command was called, with the home where one was given: for commands to copy from the screen. */
    public String called() {
        String program = System.getProperty("ktrdr.command", "ktrdr");
        return options.home() == null ? program : program + " --home " + options.home();
    }

    public Services services() {
        String urls = options.url();
        return urls == null
                ? localServices()
                : services(Arrays.stream(urls.split(",", -1))
                        .map(url -> parse(url.strip()))
                        .toList());
    }

    /** No coordinator was named, so it is the home's. */
    public boolean isLocal() {
        return options.url() == null;
    }

    /** Those of the home, whatever else was named. */
    public Services localServices() {
        return services(home().coordinatorUrls());
    }

    private Services services(List<URI> coordinators) {
        Consumer<String> say = line -> {
            err().println(line);
            err().flush();
        };
        return new Services(new Coordinators(coordinators, say), json);
    }

    /** The registry beside the coordinator: known for a local one only. */
    public URI registry(@Nullable String given) {
        if (given != null) {
            return parse(given);
        }
        if (options.url() != null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "Workers are drained at the registry: name it with --registry-url");
        }
        return home().registryUrl();
    }

    /** One versioned document, for a program to read. */
    public void printDocument(Object body) {
        out().println(document(body).toPrettyString());
        out().flush();
    }

    /** The same on one line: one for each event or refresh. */
    public void printLine(Object body) {
        out().println(document(body));
        out().flush();
    }

    /** Exactly this JSON, without a version. */
    public void printBare(Object body) {
        JsonNode tree = json.valueToTree(body);
        out().println(tree.toPrettyString());
        out().flush();
    }

    ObjectNode document(Object body) {
        ObjectNode document = json.createObjectNode().put("schema_version", SCHEMA_VERSION);
        JsonNode tree = json.valueToTree(body);
        if (tree instanceof ObjectNode fields) {
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                document.set(field.getKey(), field.getValue());
            }
            return document;
        }
        return document.set("items", tree);
    }

    public JsonNode parseJson(String text) throws JsonProcessingException {
        return json.readTree(text);
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url);
            String scheme = uri.getScheme();
            if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // answered below, with what a URL looks like
        }
        throw new CommandFailure(
                ExitCode.USAGE, "'" + url + "' is no address of a coordinator, such as http://127.0.0.1:8080");
    }
}
