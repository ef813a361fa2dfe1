package io.westmoon.login.autoconfigure;

import java.util.List;
import java.util.Map;

import io.westmoon.login.store.json.ContentCiphers;
import io.westmoon.login.store.json.EncryptionKeysException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.cloud.autoconfigure.ConfigurationPropertiesRebinderAutoConfiguration;
import org.springframework.cloud.context.properties.ConfigurationPropertiesRebinder;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Nothing of the application shows the keys for encryption, the password of a Redis, or
 * what lets its owner post into a group chat.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretPropertiesTests {

	private static final String KEYS = "westmoon.login.store.encryption.keys";

	private static final String SECRET = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlYzE=";

	private static final String PASSWORD = "s3cr3t-password";

	private static final String OTHER = "b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItb3Q=";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class,
				WestmoonLoginSanitizingAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
				ConfigurationPropertiesReportEndpointAutoConfiguration.class,
				ConfigurationPropertiesRebinderAutoConfiguration.class))
		.withPropertyValues("westmoon.login.store.type=memory", KEYS + "[0]=" + SECRET,
				"westmoon.login.store.key-prefix=shown:",
				"westmoon.login.store.redis.url=redis://user:" + PASSWORD + "@localhost",
				"westmoon.login.notify.feishu.url=https://open.feishu.cn/open-apis/bot/v2/hook/" + PASSWORD,
				"westmoon.login.notify.feishu.secret=" + PASSWORD,
				"westmoon.login.notify.webhook.url=https://push.example.com/" + PASSWORD,
				"westmoon.login.notify.webhook.headers.Authorization=" + PASSWORD,
				"westmoon.login.notify.webhook.template={\"token\":\"" + PASSWORD + "\"}",
				"management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*",
				"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always");

	@ParameterizedTest
	@ValueSource(strings = { KEYS, KEYS + "[0]", "WESTMOON_LOGIN_STORE_ENCRYPTION_KEYS_0_",
			"westmoon.login.accounts.shop-2.store.encryption.keys[1]",
			"WESTMOON_LOGIN_ACCOUNTS_SHOP2_STORE_ENCRYPTION_KEYS", "westmoon.login.store.redis.url",
			"WESTMOON_LOGIN_ACCOUNTS_SHOP2_STORE_REDIS_URL", "westmoon.login.notify.wecom.url",
			"westmoon.login.notify.dingtalk.url", "westmoon.login.notify.dingtalk.secret",
			"westmoon.login.notify.feishu.url", "westmoon.login.accounts.shop-2.notify.feishu.secret",
			"westmoon.login.notify.webhook.url", "westmoon.login.notify.webhook.template",
			"westmoon.login.notify.webhook.headers.X-Gotify-Key",
			"WESTMOON_LOGIN_NOTIFY_WEBHOOK_HEADERS_AUTHORIZATION" })
	void aSecretIsRecognizedHoweverItsNameIsWritten(String name) {
		assertThat(SecretProperties.isSecret(name)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "westmoon.login.store.encryption.files", "westmoon.login.store.key-prefix",
			"stock.store.encryption.keys", "westmoon.login.notify.mail.to",
			"westmoon.login.notify.wecom.mention-users" })
	void anotherPropertyIsNone(String name) {
		assertThat(SecretProperties.isSecret(name)).isFalse();
	}

	@Test
	void actuatorShowsNoKeysEvenIfItShowsValues() {
		this.runner.run((context) -> {
			String env = json(context.getBean(EnvironmentEndpoint.class).environment(null));
			String entry = json(context.getBean(EnvironmentEndpoint.class).environmentEntry(KEYS + "[0]"));
			String properties = json(
					context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
			for (String shown : List.of(env, entry, properties)) {
				assertThat(shown).contains("******").doesNotContain(SECRET, PASSWORD);
			}
			assertThat(env).contains("shown:");
			assertThat(properties).contains("shown:");
		});
	}

	@Test
	void withoutActuatorThereIsNothingToHideFrom() {
		this.runner.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(WestmoonLoginSanitizingAutoConfiguration.class));
	}

	@Test
	void aChangeOfAKeyAtRunTimeIsNamedWithoutItsValue(CapturedOutput output) {
		this.runner.run((context) -> {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("refreshed", Map.of(KEYS + "[0]", OTHER)));
			context.getBean(ConfigurationPropertiesRebinder.class).rebind();
			assertThat(output).contains("These properties have changed: " + KEYS + ".0")
				.doesNotContain(SECRET)
				.doesNotContain(OTHER);
		});
	}

	@Test
	void aGapBetweenTheKeysIsExplainedWithoutThem(CapturedOutput output) {
		assertThatException().isThrownBy(() -> application().run("--westmoon.login.store.type=memory",
				"--" + KEYS + "[0]=" + OTHER, "--" + KEYS + "[2]=" + SECRET));
		assertThat(output).contains("There is a gap before '" + KEYS + "[2]'")
			.contains("Number the keys 0, 1, 2")
			.doesNotContain(SECRET)
			.doesNotContain(OTHER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "westmoon.login.headers", "westmoon.login.business-headers",
			"westmoon.login.notify.webhook.headers", "westmoon.login.accounts.shop-b.headers" })
	void headersThatAreNoMapAreExplainedWithoutTheirValue(String name, CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> application().run("--westmoon.login.store.type=memory", "--" + name + "=X-Key: " + PASSWORD));
		assertThat(output).contains("APPLICATION FAILED TO START", "'" + name + ".<name>'").doesNotContain(PASSWORD);
	}

	@Test
	void aKeyThatIsNoneIsExplainedWithoutIt() {
		EncryptionKeysException error = catchThrowableOfType(EncryptionKeysException.class,
				() -> ContentCiphers.of(List.of(SECRET + "!"), KEYS));
		assertThat(new EncryptionKeysFailureAnalyzer().analyze(new IllegalStateException(error)))
			.satisfies((analysis) -> assertThat(analysis.getDescription() + analysis.getAction())
				.contains("'" + KEYS + "[0]' cannot be used: The key is not Base64.")
				.contains("openssl rand -base64 32")
				.doesNotContain(SECRET));
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private static String json(Object value) {
		return JsonMapper.shared().writeValueAsString(value);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ WebClientAutoConfiguration.class, WestmoonLoginAutoConfiguration.class })
	static class Application {

	}

}
