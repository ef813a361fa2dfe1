package io.westmoon.login.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With the rebinder of Spring Cloud.
 */
@ExtendWith(OutputCaptureExtension.class)
class RebindReporterTests {

	private static final String WARNING = "These properties have changed";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class,
				ConfigurationPropertiesRebinderAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.relogin.max-codes=3");

	@Test
	void changedPropertiesAreNamedWithoutTheirValues(CapturedOutput output) {
		this.runner.run((context) -> {
			rebind(context.getSourceApplicationContext(),
					Map.of("westmoon.login.relogin.max-codes", "0", "westmoon.login.headers.x-app-code", "s3cret"));
			assertThat(output).containsOnlyOnce(WARNING)
				.contains("westmoon.login.headers.x-app-code, westmoon.login.relogin.max-codes")
				.contains("restart")
				.doesNotContain("s3cret");
		});
	}

	@Test
	void aRebindThatChangesNothingOfOursIsSilent(CapturedOutput output) {
		this.runner.run((context) -> {
			rebind(context.getSourceApplicationContext(), Map.of("stock.page-size", "50"));
			assertThat(output).doesNotContain(WARNING);
		});
	}

	private static void rebind(ConfigurableApplicationContext context, Map<String, Object> properties) {
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("refreshed", properties));
		context.getBean(ConfigurationPropertiesRebinder.class).rebind();
	}

}
