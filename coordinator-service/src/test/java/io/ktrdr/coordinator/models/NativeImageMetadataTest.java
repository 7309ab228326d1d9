package io.ktrdr.coordinator.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.InputStream;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The clients of LangChain4j know nothing of native executables: what Jackson reads and writes for them is listed by us. */
class NativeImageMetadataTest {
    private static final String[] JSON = {
        "dev.langchain4j.model.anthropic.internal.api",
        "dev.langchain4j.model.openai.internal.chat",
        "dev.langchain4j.model.openai.internal.shared"
    };

    @Test
    void everything_that_the_clients_read_and_write_may_be_reflected_on() throws Exception {
        TreeSet<String> needed = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPackages(JSON)) {
            if (!type.isAnonymousClass()
                    && !type.isInterface()
                    && !type.getName().contains("package-info")) {
                needed.add(type.getName());
            }
        }
        assertFalse(needed.isEmpty());
        TreeSet<String> registered = new TreeSet<>();
        try (InputStream file = NativeImageMetadataTest.class.getResourceAsStream(
                "/META-INF/native-image/io.ktrdr/coordinator-service/reflect-config.json")) {
            for (JsonNode entry : new ObjectMapper().readTree(file)) {
                registered.add(entry.path("name").asText());
            }
        }
        assertEquals(String.join("\n", needed), String.join("\n", registered));
    }
}
