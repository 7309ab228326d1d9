package io.ktrdr.alerts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;

@AnalyzeClasses(packages = "io.ktrdr.alerts", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule what_is_raised_is_decided_by_plain_java = classes()
            .that()
            .resideInAPackage("io.ktrdr.alerts.evaluation..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.ktrdr.alerts.evaluation..", "io.ktrdr.alerts.rule..");

    @ArchTest
    static final ArchRule rules_know_nothing_of_where_they_are_used = noClasses()
            .that()
            .resideInAPackage("io.ktrdr.alerts.rule..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.ktrdr.alerts.store..",
                    "io.ktrdr.alerts.delivery..",
                    "io.ktrdr.alerts.evaluation..",
                    "io.quarkus..",
                    "io.vertx..",
                    "jakarta..");

    @ArchTest
    static final ArchRule the_time_is_the_databases = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");
}
