package io.ktrdr.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;

@AnalyzeClasses(packages = "io.ktrdr.registry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PURE =
            ".*\\.(Matching|Situation|HeldJudgement.*|Decision|Job|SyncMessages|Reservation|Reservations|EndedJob"
                    + "|RegistryState|ReservationChange|KnownWorker|Condition|Hearing|Roster|Timing|WorkerViews|WorkerMessages|Checks|Breaker|Health"
                    + "|HealthRules|Recovery|RecoveryMachine|RecoveryState|Trouble|Vitals|WorkerRecord)";

    @ArchTest
    static final ArchRule the_core_is_plain_java = classes()
            .that()
            .haveNameMatching(PURE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.ktrdr.contracts..", "io.ktrdr.registry..", "org.jspecify..");

    @ArchTest
    static final ArchRule the_core_knows_nothing_of_its_shell = noClasses()
            .that()
            .haveNameMatching(PURE)
            .should()
            .dependOnClassesThat()
            .haveNameMatching(".*(Store|Resource|Database|Sweep|Syncs|Workers|Config)$");

    @ArchTest
    static final ArchRule nobody_asks_the_machine_for_the_time = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule the_clock_is_injected =
            noClasses().that().doNotHaveSimpleName("ClockProducer").should().callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule features_do_not_depend_on_each_other_in_circles =
            slices().matching("io.ktrdr.registry.(*)..").should().beFreeOfCycles();
}
