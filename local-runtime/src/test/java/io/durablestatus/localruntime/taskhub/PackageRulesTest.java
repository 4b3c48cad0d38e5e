package io.durablestatus.localruntime.taskhub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Who may know whom inside the task hub. */
class PackageRulesTest {
    private static final String HUB = "io.durablestatus.localruntime.taskhub";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HUB);
    private static final ArchRule NO_WIRE = noClasses()
            .that()
            .resideInAnyPackage(HUB + ".engine", HUB + ".store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", HUB + ".grpc");

    @Test
    void engine_and_store_do_not_know_the_wire() {
        NO_WIRE.check(CLASSES);
        JavaClasses offender =
                new ClassFileImporter().importClasses(io.durablestatus.localruntime.taskhub.engine.WireOffender.class);
        assertThatThrownBy(() -> NO_WIRE.check(offender)).isInstanceOf(AssertionError.class);
    }

    @Test
    void the_store_does_not_know_the_engine() {
        noClasses()
                .that()
                .resideInAPackage(HUB + ".store")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(HUB + ".engine")
                .check(CLASSES);
    }

    @Test
    void only_the_store_knows_sql() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HUB + ".store")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..")
                .check(CLASSES);
    }

    @Test
    void engine_store_and_wire_are_free_of_cycles() {
        slices().matching(HUB + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void time_is_injected() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void the_hub_knows_nothing_of_its_neighbours() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.durablestatus.contracts..",
                        "io.durablestatus.localruntime.servicebus..",
                        "io.durablestatus.localruntime.functionhost..",
                        "io.durablestatus.localruntime.durablehttp..",
                        "io.durablestatus.localruntime.redis..",
                        "io.durablestatus.localruntime.launcher..")
                .check(CLASSES);
    }
}
