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
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/operating.md} names every {@code ktrdr.*} property of every service, with its variable and its default. The
 * services are none of this module's dependencies: their compiled configuration interfaces are read from their folders.
 */
class ConfigurationDocumentTest {
    private static final List<String> MODULES = List.of(
            "coordinator-service", "worker-registry-service", "worker-runtime", "service-edge", "service-alerts");
    private static final String PACKAGE = "io.smallrye.config.";
    private static final Pattern ROW = Pattern.compile("\\| `(ktrdr\\.[a-zA-Z.-]+)` \\| `([A-Z_]+)` \\| ([^|]+) \\|.*");

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
            Index index = index(classes);
            mappings(index)
                    .forEach(mapping -> properties(
                            mapping.value("prefix").asString(), mapping.target().asClass(), index, rows));
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

    private static void properties(String prefix, ClassInfo type, Index index, Set<String> rows) {
        for (MethodInfo method : type.methods()) {
            String name = nameOf(prefix, method);
            boolean isMap = method.returnType().name().toString().equals("java.util.Map");
            Type value = isMap
                    ? method.returnType().asParameterizedType().arguments().get(1)
                    : method.returnType();
            ClassInfo group = index.getClassByName(value.name());
            if (group != null) {
                properties(isMap ? name + ".NAME" : name, group, index, rows);
                continue;
            }
            AnnotationInstance standard = method.annotation(PACKAGE + "WithDefault");
            String otherwise = standard != null
                    ? "`" + standard.value().asString() + "`"
                    : method.returnType().name().toString().startsWith("java.util.Optional")
                            ? "not set"
                            : "in the file";
            rows.add(row(name, name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), otherwise));
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
