package io.westmoon.login.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class SpringBootVersionCheckTests {

	private final GenericApplicationContext context = new GenericApplicationContext();

	@ParameterizedTest
	@ValueSource(strings = { "3.5.6", "3.0.0-SNAPSHOT", "2.7.18" })
	void anOldSpringBootIsNamedWithTheStarterAndTheVersionThatIsNeeded(String version) {
		assertThatExceptionOfType(UnsupportedSpringBootException.class)
			.isThrownBy(() -> new SpringBootVersionCheck(version).initialize(this.context))
			.withMessageContaining("westmoon-login-spring-boot-starter needs Spring Boot 4.0 or newer")
			.withMessageContaining(version);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "4.0.0", "4.1.0", "10.0.1", "unknown", "" })
	void othersMayStart(String version) {
		assertThatNoException().isThrownBy(() -> new SpringBootVersionCheck(version).initialize(this.context));
	}

	@Test
	void theVersionThatThisIsBuiltWithMayStart() {
		assertThat(SpringBootVersion.getVersion()).startsWith("4.");
		assertThatNoException().isThrownBy(() -> new SpringBootVersionCheck().initialize(this.context));
	}

	@Test
	void bothAreFoundByNamesThatSpringBoot3HasToo() {
		SpringFactoriesLoader factories = SpringFactoriesLoader.forDefaultResourceLocation();
		assertThat(factories.load(ApplicationContextInitializer.class))
			.hasAtLeastOneElementOfType(SpringBootVersionCheck.class);
		assertThat(factories.load(FailureAnalyzer.class, othersThatNeedABeanFactory()))
			.hasAtLeastOneElementOfType(UnsupportedSpringBootFailureAnalyzer.class);
	}

	private static FailureHandler othersThatNeedABeanFactory() {
		return FailureHandler.handleMessage((message, failure) -> {
		});
	}

	@Test
	void theActionSaysWhatToUpgrade() {
		FailureAnalysis analysis = new UnsupportedSpringBootFailureAnalyzer()
			.analyze(new UnsupportedSpringBootException("3.5.6"));
		assertThat(analysis.getDescription()).contains("3.5.6");
		assertThat(analysis.getAction()).contains("spring-boot-starter-parent");
	}

}
