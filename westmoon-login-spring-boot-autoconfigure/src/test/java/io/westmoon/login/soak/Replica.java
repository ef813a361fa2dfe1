package io.westmoon.login.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.http.AllowedOrigins;
import io.westmoon.login.http.WestmoonBearerTokenFilter;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.processes.SharedStores;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * One application that shares the store: a client, and what its business calls are made
 * with. These are not repeated by their connection, so that each sending is the
 * library's.
 *
 * @param name names the client to the platform
 * @param client keeps the session
 * @param web makes business calls
 */
record Replica(String name, WestmoonAuthClient client, WebClient web) {

	static final Duration PLATFORM_TIMEOUT = Duration.ofSeconds(2);

	private static final Log logger = LogFactory.getLog(Replica.class);

	/**
	 * Opens replicas over connections of their own.
	 */
	static final class Factory implements AutoCloseable {

		private final ConnectionProvider connections = ConnectionProvider.builder("soak")
			.maxConnections(200)
			.pendingAcquireMaxCount(2000)
			.build();

		private final String url;

		private final SharedStores stores;

		private final boolean expectsUser;

		Factory(String url, SharedStores stores, boolean expectsUser) {
			this.url = url;
			this.stores = stores;
			this.expectsUser = expectsUser;
		}

		Replica open(String name) {
			HttpClient http = HttpClient.create(this.connections);
			WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
				.platform(WebClientWestmoonPlatform.builder()
					.clientConnector(new ReactorClientHttpConnector(http))
					.baseUrl(this.url)
					.timeout(PLATFORM_TIMEOUT)
					.headers(Map.of(PlatformWatch.CLIENT, name))
					.build())
				.store(this.stores.open())
				.expectedUserId(this.expectsUser ? Person.ID : null)
				.pollInterval(Duration.ofMillis(70))
				.listener((event) -> logger.debug(name + " " + event))
				.coolDown(Duration.ofMillis(200), Duration.ofSeconds(1))
				.earlyRejection(Duration.ofSeconds(1))
				.build();
			HttpClient once = http.disableRetry(true).responseTimeout(PLATFORM_TIMEOUT);
			WebClient web = WebClient.builder()
				.clientConnector(new ReactorClientHttpConnector(once))
				.baseUrl(this.url)
				.filter(new WestmoonBearerTokenFilter(client, AllowedOrigins.of(List.of(this.url))))
				.build();
			return new Replica(name, client, web);
		}

		@Override
		public void close() {
			this.connections.dispose();
		}

	}

}
