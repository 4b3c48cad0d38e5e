package io.durablestatus.localruntime.servicebus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String ROOT = ArchitectureTest.class.getPackageName();
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
    private static final ArchRule SEMANTICS_DO_NOT_KNOW_THE_WIRE = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".queue..", ROOT + ".config..", ROOT + ".journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.qpid..", "java.nio.channels.spi..", "java.net..", ROOT + ".amqp..");

    @Test
    void semantics_do_not_know_the_wire() {
        SEMANTICS_DO_NOT_KNOW_THE_WIRE.check(CODE);
    }

    @Test
    void the_rule_about_the_wire_catches_an_offender() {
        ArchRule sameForTheWireItself = noClasses()
                .that()
                .resideInAPackage(ROOT + ".amqp..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.qpid..");

        assertThatThrownBy(() -> sameForTheWireItself.check(CODE)).isInstanceOf(AssertionError.class);
    }

    @Test
    void queues_do_not_know_how_they_are_kept() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".queue..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".journal..", "java.nio.file..", "java.io..")
                .check(CODE);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void the_emulator_knows_no_other_emulator() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.durablestatus.localruntime.taskhub..",
                        "io.durablestatus.localruntime.functionhost..",
                        "io.durablestatus.localruntime.durablehttp..",
                        "io.durablestatus.localruntime.redis..",
                        "io.durablestatus.localruntime.launcher..")
                .check(CODE);
    }
}
