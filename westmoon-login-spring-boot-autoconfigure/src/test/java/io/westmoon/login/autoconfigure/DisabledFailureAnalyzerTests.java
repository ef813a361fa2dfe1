package io.westmoon.login.autoconfigure;

import io.westmoon.login.http.WestmoonBearerTokenFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class DisabledFailureAnalyzerTests {

	@Test
	void whoNeedsTheStarterWhereItIsOffIsToldSo(CapturedOutput output) {
		assertThatExceptionOfType(UnsatisfiedDependencyException.class)
			.isThrownBy(() -> run(Needs.class, "westmoon.login.enabled=false").close());
		assertThat(output).contains("since westmoon.login.enabled is false",
				"ObjectProvider<WestmoonBearerTokenFilter>");
	}

	@Test
	void anythingElseThatIsMissingIsExplainedBySpringBoot(CapturedOutput output) {
		assertThatExceptionOfType(UnsatisfiedDependencyException.class)
			.isThrownBy(() -> run(NeedsText.class, "westmoon.login.enabled=false").close());
		assertThat(output).contains("Consider defining a bean of type 'java.lang.StringBuilder'");
	}

	@Test
	void anApplicationCanDoWithout() {
		try (ConfigurableApplicationContext context = run(MayHave.class, "westmoon.login.enabled=false")) {
			assertThat(context.getBean("text")).isEqualTo("without");
		}
	}

	private static ConfigurableApplicationContext run(Class<?> configuration, String... properties) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE).properties(properties).run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Needs {

		@Bean
		String text(WestmoonBearerTokenFilter filter) {
			return filter.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class NeedsText {

		@Bean
		String text(StringBuilder builder) {
			return builder.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class MayHave {

		@Bean
		String text(ObjectProvider<WestmoonBearerTokenFilter> filter) {
			return (filter.getIfAvailable() != null) ? "with" : "without";
		}

	}

}
