package io.westmoon.login.autoconfigure;

import io.westmoon.login.actuate.WestmoonLoginEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What notices need in a native image.
 */
class NotifyRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	@ParameterizedTest
	@ValueSource(strings = { "messages.properties", "messages_zh.properties" })
	void theTextsAreThere(String file) {
		register(getClass().getClassLoader());
		String path = "io/westmoon/login/notify/" + file;
		assertThat(new ClassPathResource(path).exists()).isTrue();
		assertThat(RuntimeHintsPredicates.resource().forResource(path)).accepts(this.hints);
	}

	@Test
	void addressesWithinPrivateNetworksAreStillRefused() {
		register(getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection().onType(InetAddressFilter.class)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { WestmoonLoginEndpoint.ChannelsDescriptor.class,
			WestmoonLoginEndpoint.SnoozeDescriptor.class, WestmoonLoginEndpoint.ProblemDescriptor.class })
	void theEndpointsAnswersAreWrittenAsJson(Class<?> answer) throws Exception {
		register(getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(answer.getMethod(answer.getRecordComponents()[0].getName()))).accepts(this.hints);
	}

	@Test
	void withoutActuatorThereIsNoEndpoint() {
		register(new FilteredClassLoader(Endpoint.class));
		assertThat(RuntimeHintsPredicates.reflection().onType(WestmoonLoginEndpoint.SnoozeDescriptor.class))
			.rejects(this.hints);
	}

	@Test
	void theHintsAreFoundByTheAutoConfiguration() {
		assertThat(WestmoonLoginAutoConfiguration.class.getAnnotation(ImportRuntimeHints.class).value())
			.contains(NotifyRuntimeHints.class);
	}

	private void register(ClassLoader classLoader) {
		new NotifyRuntimeHints().registerHints(this.hints, classLoader);
	}

}
