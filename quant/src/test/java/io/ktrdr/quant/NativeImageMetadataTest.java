package io.ktrdr.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ktrdr.quant.strategy.StrategySpec;
import java.io.InputStream;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NativeImageMetadataTest {
    @Test
    void every_record_that_becomes_json_may_be_reflected_on() throws Exception {
        TreeSet<String> needed = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.ktrdr.quant")) {
            if (type.isAnnotatedWith(JsonNaming.class)) {
                needed.add(type.getName());
            }
        }
        TreeSet<String> registered = new TreeSet<>();
        try (InputStream file = NativeImageMetadataTest.class.getResourceAsStream(
                "/META-INF/native-image/io.ktrdr/quant/reflect-config.json")) {
            for (JsonNode entry : new ObjectMapper().readTree(file)) {
                if (entry.path("name").asText().startsWith("io.ktrdr.")) {
                    registered.add(entry.path("name").asText());
                }
            }
        }
        assertEquals(needed, registered);
    }

    @Test
    void every_schema_of_strategies_may_be_loaded() throws Exception {
        TreeSet<String> needed = new TreeSet<>();
        for (int version = StrategySpec.OLDEST_SCHEMA_VERSION; version <= StrategySpec.SCHEMA_VERSION; version++) {
            needed.add("\\Qio/ktrdr/quant/strategy/strategy-" + version + ".schema.json\\E");
        }
        TreeSet<String> registered = new TreeSet<>();
        try (InputStream file = NativeImageMetadataTest.class.getResourceAsStream(
                "/META-INF/native-image/io.ktrdr/quant/resource-config.json")) {
            for (JsonNode entry :
                    new ObjectMapper().readTree(file).path("resources").path("includes")) {
                registered.add(entry.path("pattern").asText());
            }
        }
        assertEquals(needed, registered);
    }
}
