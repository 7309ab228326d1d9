package io.ktrdr.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Random;

@AnalyzeClasses(packages = "io.ktrdr.coordinator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "io.ktrdr.coordinator.research..",
        "io.ktrdr.coordinator.gate..",
        "io.ktrdr.coordinator.design..",
        "io.ktrdr.coordinator.assess..",
        "io.ktrdr.coordinator.choice..",
        "io.ktrdr.coordinator.lock.."
    };

    @ArchTest
    static final ArchRule the_core_is_plain_java = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "io.vertx..", "io.smallrye..", "jakarta..", "org.jboss..");

    @ArchTest
    static final ArchRule the_core_does_no_input_or_output = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..", "javax.sql..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(File.class, InputStream.class, OutputStream.class);

    @ArchTest
    static final ArchRule the_core_knows_nothing_of_its_shell = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.ktrdr.coordinator.research..",
                    "io.ktrdr.coordinator.gate..",
                    "io.ktrdr.coordinator.design..",
                    "io.ktrdr.coordinator.assess..",
                    "io.ktrdr.coordinator.choice..",
                    "io.ktrdr.coordinator.lock..",
                    "io.ktrdr.contracts..",
                    "io.ktrdr.quant..",
                    "com.fasterxml.jackson..",
                    "org.jspecify..",
                    "org.jgrapht..",
                    "java..");

    @ArchTest
    static final ArchRule nobody_asks_the_machine_for_the_time = noClasses()
            .that()
            .doNotHaveSimpleName("Clocks")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callConstructor(Random.class);

    @ArchTest
    static final ArchRule the_clock_is_injected =
            noClasses().that().doNotHaveSimpleName("Clocks").should().callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule stores_belong_to_their_feature = classes()
            .that()
            .haveSimpleNameEndingWith("Store")
            .and()
            // everybody's bytes
            .doNotHaveSimpleName("ArtifactStore")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule features_meet_through_public_types_only = classes()
            .should(new ArchCondition<>("depend on public types of other features only") {
                @Override
                public void check(JavaClass origin, ConditionEvents events) {
                    origin.getDirectDependenciesFromSelf().stream()
                            .filter(dependency ->
                                    dependency.getTargetClass().getPackageName().startsWith("io.ktrdr.coordinator"))
                            .filter(dependency -> !dependency
                                    .getTargetClass()
                                    .getPackageName()
                                    .equals(origin.getPackageName()))
                            .filter(dependency ->
                                    !dependency.getTargetClass().getModifiers().contains(JavaModifier.PUBLIC))
                            .forEach(dependency ->
                                    events.add(SimpleConditionEvent.violated(origin, dependency.getDescription())));
                }
            });
}
