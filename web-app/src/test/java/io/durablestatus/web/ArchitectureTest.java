package io.durablestatus.web;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String WEB = "io.durablestatus.web";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(WEB);

    private static final ArchRule STATES_ARE_PURE = noClasses()
            .that()
            .haveSimpleNameStartingWith("State")
            .and()
            .haveSimpleNameEndingWith("Table")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "io.smallrye..", "io.quarkus..", "jakarta..", "com.fasterxml..");

    @Test
    void packages_have_no_cycles() {
        slices().matching(WEB + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void redis_is_used_behind_one_port() {
        noClasses()
                .that()
                .doNotHaveSimpleName("RedisSessionIndex")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quarkus.redis..")
                .check(CLASSES);
    }

    @Test
    void the_broker_is_used_behind_one_port() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("ServiceBus")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.azure..")
                .check(CLASSES);
    }

    @Test
    void the_state_table_is_pure() {
        STATES_ARE_PURE.check(CLASSES);
    }

    @Test
    void resources_do_not_touch_adapters() {
        noClasses()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("Redis")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleNameStartingWith("ServiceBus")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("DurableApi")
                .check(CLASSES);
    }

    @Test
    void nothing_is_injected_into_fields() {
        fields().should().notBeAnnotatedWith(Inject.class).check(CLASSES);
    }

    @Test
    void time_and_randomness_are_injected() {
        noClasses()
                .that(not(resideInAPackage(WEB + ".config")))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callConstructor(Random.class)
                .orShould()
                .callConstructor(java.security.SecureRandom.class)
                .check(CLASSES);
    }

    @Test
    void the_rules_catch_an_offender() {
        JavaClasses offender = new ClassFileImporter().importClasses(StateOffenderTable.class);
        assertThat(STATES_ARE_PURE.evaluate(offender).hasViolation()).isTrue();
    }

    /** Depends on what the state table must not. */
    @SuppressWarnings("unused") // looked at by the rule, not called
    private static final class StateOffenderTable {
        jakarta.ws.rs.core.Response told() {
            return jakarta.ws.rs.core.Response.ok().build();
        }
    }
}
