package io.westmoon.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponse;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the packages a star: the root holds the API and knows only the support package,
 * leaves know the root and support but not one another, only the auto-configuration knows
 * the engine, and nothing knows the auto-configuration.
 */
@AnalyzeClasses(packages = "io.westmoon.login", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String AUTOCONFIGURE = "io.westmoon.login.autoconfigure";

	private static final String CLIENT = "io.westmoon.login.client";

	private static final String SUPPORT = "io.westmoon.login.support";

	private static final String STORE = "io.westmoon.login.store";

	@ArchTest
	static final ArchRule theRootKnowsNoLeafButSupport = noClasses().that()
		.resideInAPackage("io.westmoon.login")
		.should()
		.dependOnClassesThat(resideInAPackage("io.westmoon.login.*..").and(not(resideInAPackage(SUPPORT))));

	@ArchTest
	static final ArchRule supportKnowsNothingOfOurs = noClasses().that()
		.resideInAPackage(SUPPORT)
		.should()
		.dependOnClassesThat(resideInAPackage("io.westmoon..").and(not(resideInAPackage(SUPPORT))));

	@ArchTest
	static final ArchRule leavesDoNotKnowOneAnother = slices().matching("io.westmoon.login.(*)..")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(resideInAPackage(AUTOCONFIGURE), alwaysTrue())
		.ignoreDependency(alwaysTrue(), resideInAPackage(SUPPORT));

	@ArchTest
	static final ArchRule storesShareOnlyTheirJsonFormats = slices().matching("io.westmoon.login.store.(*)..")
		.should()
		.notDependOnEachOther()
		.ignoreDependency(alwaysTrue(), resideInAPackage(STORE + ".json"));

	@ArchTest
	static final ArchRule theJsonFormatsKnowNoStore = noClasses().that()
		.resideInAPackage(STORE + ".json")
		.should()
		.dependOnClassesThat(resideInAPackage(STORE + "..").and(not(resideInAPackage(STORE + ".json"))));

	@ArchTest
	static final ArchRule onlyTheCipherNeedsTink = noClasses().that()
		.doNotHaveSimpleName("TinkContentCipher")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.google.crypto..");

	@ArchTest
	static final ArchRule nothingKnowsTheAutoConfiguration = noClasses().that()
		.resideOutsideOfPackage(AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(AUTOCONFIGURE);

	@ArchTest
	static final ArchRule onlyTheAutoConfigurationKnowsTheEngine = noClasses().that()
		.resideOutsideOfPackages(CLIENT, AUTOCONFIGURE)
		.should()
		.dependOnClassesThat()
		.resideInAPackage(CLIENT);

	@ArchTest
	static final ArchRule theEngineKnowsNoSpringBootAndNoJson = noClasses().that()
		.resideInAnyPackage("io.westmoon.login", CLIENT)
		.should()
		.dependOnClassesThat(
				resideInAnyPackage("org.springframework.boot..", "org.springframework.web..", "tools.jackson..")
					.and(not(type(ErrorResponse.class))));

	@Test
	void noClassOfTheEngineIsLong() throws IOException {
		try (Stream<Path> files = Files.list(Path.of("src/main/java/io/westmoon/login/client"))) {
			assertThat(files.filter(Files::isRegularFile)).hasSizeGreaterThan(10)
				.allSatisfy((file) -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(300));
		}
	}

}
