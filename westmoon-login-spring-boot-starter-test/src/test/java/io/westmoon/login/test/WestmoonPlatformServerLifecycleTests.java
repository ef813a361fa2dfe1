package io.westmoon.login.test;

import java.io.UncheckedIOException;
import java.net.ConnectException;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WestmoonPlatformServerLifecycleTests {

	@Test
	void closesWithTheTestsContext() throws Exception {
		ConfigurableApplicationContext context = (ConfigurableApplicationContext) new TestContextManager(Sample.class)
			.getTestContext()
			.getApplicationContext();
		WestmoonPlatformServer server = context.getBean(WestmoonPlatformServer.class);
		assertThat(new Http(server).generate().statusCode()).isEqualTo(200);
		context.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(new Http(server)::generate);
	}

	@Test
	void listensOnTheWantedPort() {
		int port;
		try (WestmoonPlatformServer free = WestmoonPlatformServer.start()) {
			port = free.port();
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> WestmoonPlatformServer.start(port))
				.withMessageContaining(String.valueOf(port));
		}
		try (WestmoonPlatformServer again = WestmoonPlatformServer.start(port)) {
			assertThat(again.url()).isEqualTo("http://127.0.0.1:" + port);
		}
	}

	@SpringBootTest(classes = WestmoonPlatformContextCustomizerTests.App.class,
			properties = "sample=only-for-this-context")
	static class Sample {

	}

}
