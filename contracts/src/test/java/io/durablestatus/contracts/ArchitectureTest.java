package io.durablestatus.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final ArchRule JDK_AND_JACKSON_ANNOTATIONS_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "javax.crypto..", "com.fasterxml.jackson.annotation", "io.durablestatus.contracts");

    @Test
    void contracts_use_the_jdk_and_jackson_annotations_only() {
        JDK_AND_JACKSON_ANNOTATIONS_ONLY.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.durablestatus.contracts"));
    }

    @Test
    void the_rule_catches_an_offender() {
        assertThatThrownBy(() -> JDK_AND_JACKSON_ANNOTATIONS_ONLY.check(
                        new ClassFileImporter().importClasses(ContractsJsonTest.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ObjectMapper");
    }
}
