package io.westmoon.login.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

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
		assertThat(new PlatformHttpClient(server).generate().statusCode()).isEqualTo(200);
		context.close();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(new PlatformHttpClient(server)::generate);
	}

	/**
	 * A socket that does not listen keeps the port from whoever wants any free one.
	 */
	@Test
	void listensOnTheWantedPort() throws IOException {
		try (Socket keeper = new Socket()) {
			keeper.setReuseAddress(true);
			keeper.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			int port = keeper.getLocalPort();
			try (WestmoonPlatformServer server = WestmoonPlatformServer.start(port)) {
				assertThat(server.url()).isEqualTo("http://127.0.0.1:" + port);
				assertThatExceptionOfType(UncheckedIOException.class)
					.isThrownBy(() -> WestmoonPlatformServer.start(port))
					.withMessageContaining(String.valueOf(port));
			}
		}
	}

	@SpringBootTest(classes = WestmoonPlatformContextCustomizerTests.App.class,
			properties = "sample=only-for-this-context")
	static class Sample {

	}

}
