package io.durablestatus.functions;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses APP = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.durablestatus.functions");

    /** What a replay may run: the orchestrators, and the pure workload they call. */
    private static final String[] REPLAYED = {"..functions.orchestration..", "..functions.workload.."};

    /** Calls that answer differently when history is replayed, or reach outside. */
    private static final Map<String, Set<String>> UNREPEATABLE = Map.of(
            "java.lang.System", Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "identityHashCode"),
            "java.lang.Math", Set.of("random"),
            "java.lang.Object", Set.of("hashCode"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.Collections", Set.of("shuffle"),
            "java.util.Set", Set.of("of", "copyOf"),
            "java.util.Map", Set.of("of", "copyOf", "ofEntries"),
            "java.time.Instant", Set.of("now"));

    private static final ArchRule ORCHESTRATORS_ARE_REPLAY_SAFE = noClasses()
            .that(resideInAnyPackage(REPLAYED))
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "a clock, chance, the environment or an unstable order",
                    access -> UNREPEATABLE
                            .getOrDefault(access.getTargetOwner().getName(), Set.of())
                            .contains(access.getTarget().getName())))
            .orShould()
            .accessTargetWhere(JavaAccess.Predicates.targetOwner(
                    resideInAnyPackage("java.util.concurrent..", "java.nio.file..", "java.net..")))
            .orShould()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are clocks, threads, randomness, files or logs",
                    type -> Set.of(
                                    "java.time.Clock",
                                    "java.time.InstantSource",
                                    "java.util.Random",
                                    "java.util.Date",
                                    "java.lang.Thread",
                                    "java.lang.ThreadLocal",
                                    "java.lang.Runtime",
                                    "java.lang.ProcessBuilder",
                                    "java.io.File",
                                    "java.util.logging.Logger")
                            .contains(type.getName())));

    private static final ArchRule REPLAYED_CODE_HAS_NO_STATIC_STATE = fields().that()
            .areDeclaredInClassesThat(resideInAnyPackage(REPLAYED))
            .and()
            .areStatic()
            .should()
            .beFinal();

    private static final ArchRule REPLAYED_CODE_KNOWS_ONLY_WHAT_CAN_BE_REPLAYED = classes()
            .that(resideInAnyPackage(REPLAYED))
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java..",
                            "io.durablestatus.contracts..",
                            "io.durablestatus.functions.orchestration..",
                            "io.durablestatus.functions.workload..",
                            "com.microsoft.durabletask..",
                            "com.microsoft.azure.functions.annotation..",
                            "com.fasterxml.jackson..",
                            "org.apache.commons..")
                    .or(resideInAPackage("..functions.activity..")
                            .and(simpleNameEndingWith("Registration").or(simpleNameEndingWith("Registered"))))
                    .or(DescribedPredicate.describe("are arrays of primitives", JavaClass::isArray)));

    @Test
    void orchestrators_and_what_they_call_are_replay_safe() {
        ORCHESTRATORS_ARE_REPLAY_SAFE.check(APP);
        REPLAYED_CODE_HAS_NO_STATIC_STATE.check(APP);
        REPLAYED_CODE_KNOWS_ONLY_WHAT_CAN_BE_REPLAYED.check(APP);
    }

    @Test
    void the_rules_catch_offenders() {
        JavaClasses offenders = new ClassFileImporter()
                .importClasses(
                        io.durablestatus.functions.orchestration.PlantedOffenders.Clock.class,
                        io.durablestatus.functions.orchestration.PlantedOffenders.Environment.class,
                        io.durablestatus.functions.orchestration.PlantedOffenders.Chance.class,
                        io.durablestatus.functions.orchestration.PlantedOffenders.Processors.class,
                        io.durablestatus.functions.orchestration.PlantedOffenders.Files.class,
                        io.durablestatus.functions.orchestration.PlantedOffenders.State.class,
                        io.durablestatus.functions.orchestration.PlantedOffenders.Redis.class);

        for (JavaClass offender : offenders) {
            JavaClasses alone = new ClassFileImporter().importClasses(offender.reflect());
            assertThatThrownBy(() -> {
                        ORCHESTRATORS_ARE_REPLAY_SAFE.check(alone);
                        REPLAYED_CODE_HAS_NO_STATIC_STATE.allowEmptyShould(true).check(alone);
                        REPLAYED_CODE_KNOWS_ONLY_WHAT_CAN_BE_REPLAYED.check(alone);
                    })
                    .as(offender.getSimpleName())
                    .isInstanceOf(AssertionError.class);
        }
        assertThat(offenders).hasSize(7);
    }

    @Test
    void the_workload_knows_neither_functions_nor_the_engine_nor_redis() {
        noClasses()
                .that()
                .resideInAPackage("..workload..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.microsoft..",
                        "io.lettuce..",
                        "..start..",
                        "..session..",
                        "..orchestration..",
                        "..activity..")
                .check(APP);
    }

    @Test
    void only_the_session_package_knows_redis() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..session..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lettuce..")
                .check(APP);
    }

    @Test
    void nothing_reads_the_time_but_through_an_instant_source() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(APP);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.durablestatus.functions.(*)..")
                .should()
                .beFreeOfCycles()
                .check(APP);
    }
}
