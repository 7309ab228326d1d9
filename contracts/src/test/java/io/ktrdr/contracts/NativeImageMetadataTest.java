package io.ktrdr.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.InputStream;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Not every message is in the signature of an endpoint, where a native build would find it by itself. */
class NativeImageMetadataTest {
    @Test
    void every_message_may_be_reflected_on() throws Exception {
        TreeSet<String> needed = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.ktrdr.contracts")) {
            if (type.isAnnotatedWith(Wire.class) || type.isEnum()) {
                needed.add(type.getName());
            }
        }
        TreeSet<String> registered = new TreeSet<>();
        try (InputStream file = NativeImageMetadataTest.class.getResourceAsStream(
                "/META-INF/native-image/io.ktrdr/contracts/reflect-config.json")) {
            for (JsonNode entry : new ObjectMapper().readTree(file)) {
                if (entry.path("name").asText().startsWith("io.ktrdr.")) {
                    registered.add(entry.path("name").asText());
                }
            }
        }
        assertEquals(needed, registered);
    }
}
