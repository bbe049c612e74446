package io.livetls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.nio.file.Path;
import java.security.Security;
import org.junit.jupiter.api.Test;

/** The direction of the packages, as docs/architecture.md draws it. */
class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.livetls.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void packagesOnlyUseThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.livetls..")
                .layer("http")
                .definedBy("io.livetls.http..")
                .layer("root")
                .definedBy("io.livetls")
                .layer("config")
                .definedBy("io.livetls.config..")
                .layer("check")
                .definedBy("io.livetls.check..")
                .layer("examine")
                .definedBy("io.livetls.examine..")
                .layer("generate")
                .definedBy("io.livetls.generate..")
                .layer("jsse")
                .definedBy("io.livetls.jsse..")
                .layer("engine")
                .definedBy("io.livetls.engine..")
                .layer("live")
                .definedBy("io.livetls.live..")
                .layer("source")
                .definedBy("io.livetls.source..")
                .layer("watch")
                .definedBy("io.livetls.watch..")
                .layer("path")
                .definedBy("io.livetls.path..")
                .layer("pem")
                .definedBy("io.livetls.pem..")
                .layer("material")
                .definedBy("io.livetls.material..")
                .whereLayer("http")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("root")
                .mayOnlyBeAccessedByLayers("http")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("http", "root")
                .whereLayer("examine")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("generate")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("check")
                .mayOnlyBeAccessedByLayers("root", "examine", "generate")
                .whereLayer("jsse")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("jsse")
                .whereLayer("live")
                .mayOnlyBeAccessedByLayers("root", "jsse")
                .whereLayer("source")
                .mayOnlyBeAccessedByLayers("root", "live")
                .whereLayer("watch")
                .mayOnlyBeAccessedByLayers("root", "live")
                .whereLayer("path")
                .mayOnlyBeAccessedByLayers("source", "watch")
                .whereLayer("pem")
                .mayOnlyBeAccessedByLayers("source", "generate")
                .check(classes);
    }

    @Test
    void onlyDecodingAndGeneratingUseBouncyCastle() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.livetls.pem..", "io.livetls.generate..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(classes);
    }

    @Test
    void nothingIsDoneToTheWholeJvm() {
        noClasses()
                .should()
                .callMethodWhere(JavaCall.Predicates.target(DescribedPredicate.describe(
                        "changes or lists the platform's security providers or properties",
                        target -> target.getOwner().isEquivalentTo(Security.class)
                                && !target.getName().equals("getProperty"))))
                .orShould()
                .callMethod(System.class, "setProperty", String.class, String.class)
                .orShould()
                .callMethod(javax.net.ssl.SSLContext.class, "setDefault", javax.net.ssl.SSLContext.class)
                .check(classes);
    }

    @Test
    void theModuleExportsWhatUsersNeedAndNothingElse() throws Exception {
        Path descriptor = Path.of("target", "classes", "module-info.class");
        try (InputStream in = java.nio.file.Files.newInputStream(descriptor)) {
            ModuleDescriptor module = ModuleDescriptor.read(in);
            assertThat(module.name()).isEqualTo("io.livetls.core");
            assertThat(module.exports().stream()
                            .filter(exported -> !exported.isQualified())
                            .map(Exports::source))
                    .containsExactlyInAnyOrder(
                            "io.livetls",
                            "io.livetls.check",
                            "io.livetls.config",
                            "io.livetls.http",
                            "io.livetls.material",
                            "io.livetls.pem");
            assertThat(module.exports().stream().filter(Exports::isQualified))
                    .singleElement()
                    .satisfies(toAdapters -> {
                        assertThat(toAdapters.source()).isEqualTo("io.livetls.engine");
                        assertThat(toAdapters.targets())
                                .containsExactlyInAnyOrder("io.livetls.amqp", "io.livetls.kafka");
                    });
        }
    }
}
