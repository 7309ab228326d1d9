package io.ktrdr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/operating.md} names every {@code ktrdr.*} property of every service, with its variable and its default. The
 * services are none of this module's dependencies: their compiled configuration interfaces are read from their folders.
 */
class ConfigurationDocumentTest {
    private static final List<String> MODULES =
            List.of("coordinator-service", "worker-registry-service", "worker-runtime", "service-edge");
    private static final String PACKAGE = "io.smallrye.config.";
    private static final Pattern ROW = Pattern.compile("\\| `(ktrdr\\.[a-z.-]+)` \\| `([A-Z_]+)` \\| ([^|]+) \\|.*");

    @Test
    void every_property_of_every_service_is_documented() throws IOException {
        assertEquals(String.join("\n", inTheCode()), String.join("\n", inTheDocument()));
    }

    private static Set<String> inTheDocument() throws IOException {
        Set<String> rows = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../docs/operating.md"))) {
            ROW.matcher(line).results().forEach(match -> rows.add(row(match.group(1), match.group(2), match.group(3))));
        }
        return rows;
    }

    private static Set<String> inTheCode() throws IOException {
        Set<String> rows = new TreeSet<>();
        for (String module : MODULES) {
            Path classes = Path.of("..", module, "target", "classes");
            int before = rows.size();
            mappings(index(classes)).forEach(mapping -> properties(mapping, classes, rows));
            assertFalse(rows.size() == before, () -> module + " has no configuration, or is not built");
        }
        // not mapped: they are only put together to the addresses of the databases
        for (String name : List.of("address", "name", "user", "password")) {
            rows.add(row("ktrdr.db." + name, "KTRDR_DB_" + name.toUpperCase(Locale.ROOT), "see below"));
        }
        // not mapped: Quarkus reads it
        rows.add(row("ktrdr.log.json", "KTRDR_LOG_JSON", "`false`"));
        return rows;
    }

    private static Index index(Path classes) throws IOException {
        Indexer indexer = new Indexer();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Config.class"))
                    .toList()) {
                try (InputStream stream = Files.newInputStream(file)) {
                    indexer.index(stream);
                }
            }
        }
        return indexer.complete();
    }

    private static List<AnnotationInstance> mappings(Index index) {
        return index.getAnnotations(PACKAGE + "ConfigMapping").stream()
                .filter(mapping -> mapping.target().kind() == AnnotationTarget.Kind.CLASS)
                .toList();
    }

    private static void properties(AnnotationInstance mapping, Path classes, Set<String> rows) {
        ClassInfo type = mapping.target().asClass();
        for (MethodInfo method : type.methods()) {
            String name = nameOf(mapping.value("prefix").asString(), method);
            AnnotationInstance standard = method.annotation(PACKAGE + "WithDefault");
            String value = standard != null
                    ? "`" + standard.value().asString() + "`"
                    : method.returnType().name().toString().startsWith("java.util.Optional")
                            ? "not set"
                            : "in the file";
            rows.add(row(name, name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
        }
    }

    private static String nameOf(String prefix, MethodInfo method) {
        if (method.hasAnnotation(PACKAGE + "WithParentName")) {
            return prefix;
        }
        AnnotationInstance named = method.annotation(PACKAGE + "WithName");
        String name = named == null
                ? method.name().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)
                : named.value().asString();
        return prefix + "." + name;
    }

    private static String row(String property, String variable, String standard) {
        return property + " " + variable + " " + standard.strip();
    }
}
