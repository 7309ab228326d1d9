package io.ktrdr.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.fasterxml.jackson.annotation.JsonValue;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ktrdr.contracts.Wire;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.junit.jupiter.api.Test;

/** Nothing but its annotation tells a native build that a record becomes JSON. */
class NativeImageMetadataTest {
    @Test
    void everything_that_becomes_json_may_be_reflected_on() {
        classes()
                .that()
                .areAnnotatedWith(Wire.class)
                .or(DescribedPredicate.describe(
                        "have a JSON value",
                        (JavaClass type) ->
                                type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(JsonValue.class))))
                .should()
                .beAnnotatedWith(RegisterForReflection.class)
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(new ImportOption.DoNotIncludeJars())
                        .importPackages("io.ktrdr.cli"));
    }
}
