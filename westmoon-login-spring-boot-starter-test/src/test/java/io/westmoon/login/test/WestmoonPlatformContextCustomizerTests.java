package io.westmoon.login.test;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class WestmoonPlatformContextCustomizerTests {

	private static final String URL = "westmoon.login.base-url";

	@Test
	void customizersAreEqualSoThatContextsAreShared() {
		WestmoonPlatformContextCustomizerFactory factory = new WestmoonPlatformContextCustomizerFactory();
		assertThat(factory.createContextCustomizer(Plain.class, List.of()))
			.isEqualTo(factory.createContextCustomizer(Inlined.class, List.of()))
			.hasSameHashCodeAs(factory.createContextCustomizer(Inlined.class, List.of()));
		assertThat(factory.createContextCustomizer(getClass(), List.of())).isNull();
	}

	@Test
	void anApplicationThatRunsOutsideATestIsLeftAlone() {
		try (var context = new SpringApplicationBuilder(App.class).run()) {
			assertThat(context.getBeanProvider(WestmoonPlatformServer.class).getIfAvailable()).isNull();
			assertThat(context.getEnvironment().getProperty(URL)).isEqualTo("https://file.example");
		}
	}

	@Nested
	@SpringBootTest(classes = App.class, args = "--spring.main.banner-mode=off")
	class Plain {

		@Autowired
		private WestmoonPlatformServer server;

		@Test
		void theFakePlatformWinsOverTheApplicationsFiles(@Autowired Environment environment) throws Exception {
			assertThat(environment.getProperty(URL)).isEqualTo(this.server.url());
			assertThat(environment.getProperty("westmoon.login.store.type")).isEqualTo("memory");
			assertThat(environment.getProperty("westmoon.login.polling.interval")).isEqualTo("50ms");
			assertThat(new PlatformHttpClient(this.server).generate().statusCode()).isEqualTo(200);
		}

	}

	@Nested
	@SpringBootTest(classes = App.class)
	class OverSystemProperties {

		@BeforeAll
		static void set() {
			System.setProperty(URL, "https://system.example");
		}

		@AfterAll
		static void unset() {
			System.clearProperty(URL);
		}

		@Test
		void theFakePlatformWinsOverWhatTheDevelopersMachineSays(@Autowired Environment environment,
				@Autowired WestmoonPlatformServer server) {
			assertThat(environment.getProperty(URL)).isEqualTo(server.url());
		}

	}

	@Nested
	@SpringBootTest(classes = App.class, properties = "westmoon.login.store.type=file")
	class Inlined {

		@Test
		void theTestsOwnPropertiesWin(@Autowired Environment environment, @Autowired WestmoonPlatformServer server) {
			assertThat(environment.getProperty("westmoon.login.store.type")).isEqualTo("file");
			assertThat(environment.getProperty(URL)).isEqualTo(server.url());
		}

	}

	@Nested
	@SpringBootTest(classes = App.class)
	@TestPropertySource(locations = "classpath:test-file.properties")
	class FromATestFile {

		@DynamicPropertySource
		static void dynamic(DynamicPropertyRegistry registry) {
			registry.add("westmoon.login.polling.interval", () -> "7ms");
		}

		@Test
		void theTestsFilesAndDynamicPropertiesWin(@Autowired Environment environment) {
			assertThat(environment.getProperty("westmoon.login.store.type")).isEqualTo("redis");
			assertThat(environment.getProperty("westmoon.login.polling.interval")).isEqualTo("7ms");
		}

	}

	@Nested
	@SpringBootTest(classes = App.class, properties = "westmoon.login.test.enabled=false")
	class SwitchedOff {

		@Test
		void nothingHappens(@Autowired ObjectProvider<WestmoonPlatformServer> server,
				@Autowired Environment environment) {
			assertThat(server.getIfAvailable()).isNull();
			assertThat(environment.getProperty(URL)).isEqualTo("https://file.example");
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class App {

	}

}
