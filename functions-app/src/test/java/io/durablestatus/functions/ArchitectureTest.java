package io.durablestatus.functions;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.durabletask.azurefunctions.DurableActivityTrigger;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.durablestatus.functions.orchestration.PlantedOffenders;
import io.durablestatus.functions.workload.Block;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private static final Set<Class<?>> PLAIN = Set.of(
            String.class, int.class, long.class, double.class, boolean.class, int[].class, double[].class, Block.class);

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
                        PlantedOffenders.Clock.class,
                        PlantedOffenders.Environment.class,
                        PlantedOffenders.Chance.class,
                        PlantedOffenders.Processors.class,
                        PlantedOffenders.Files.class,
                        PlantedOffenders.State.class,
                        PlantedOffenders.Redis.class);

        for (JavaClass offender : offenders) {
            assertThatThrownBy(() -> checkAlone(offender.reflect()))
                    .as(offender.getSimpleName())
                    .isInstanceOf(AssertionError.class);
        }
        assertThat(offenders).hasSize(7);
        assertThatCode(() -> checkAlone(PlantedOffenders.Harmless.class)).doesNotThrowAnyException();
    }

    private static void checkAlone(Class<?> type) {
        JavaClasses alone = new ClassFileImporter().importClasses(type);
        ORCHESTRATORS_ARE_REPLAY_SAFE.check(alone);
        REPLAYED_CODE_HAS_NO_STATIC_STATE.allowEmptyShould(true).check(alone);
        REPLAYED_CODE_KNOWS_ONLY_WHAT_CAN_BE_REPLAYED.check(alone);
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

    /** The worker binds activities with Gson, the orchestrator with Jackson: only plain classes mean the same to both. */
    @Test
    void activities_take_and_give_plain_classes_with_public_fields() {
        List<Class<?>> types = new ArrayList<>(List.of(Block.class));
        for (Method activity : activities()) {
            assertThat(activity.getParameterTypes()).as(activity.toString()).hasSize(1);
            types.add(activity.getParameterTypes()[0]);
            types.add(activity.getReturnType());
        }

        assertThat(types).hasSize(5).allSatisfy(ArchitectureTest::assertPlain);
    }

    private static void assertPlain(Class<?> type) throws NoSuchMethodException {
        assertThat(type.isRecord()).isFalse();
        assertThat(Modifier.isPublic(type.getConstructor().getModifiers())).isTrue();
        assertThat(type.getDeclaredFields())
                .isNotEmpty()
                .allMatch(field -> Modifier.isPublic(field.getModifiers()))
                .allMatch(field -> PLAIN.contains(field.getType()));
    }

    private static List<Method> activities() {
        return APP.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(FunctionName.class))
                .map(JavaMethod::reflect)
                .filter(method -> Arrays.stream(method.getParameters())
                        .anyMatch(parameter -> parameter.isAnnotationPresent(DurableActivityTrigger.class)))
                .toList();
    }
}
