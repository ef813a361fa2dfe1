package io.westmoon.login.platform;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.test.Call;
import io.westmoon.login.test.Fault;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SecrecyTests {

	private static final String SECRET = "hunter2";

	private static final HttpClientSettings SETTINGS = HttpClientSettings.defaults()
		.withRedirects(HttpRedirects.DONT_FOLLOW);

	private final WestmoonPlatformServer server = WestmoonPlatformServer.start();

	private final WestmoonPlatformServer elsewhere = WestmoonPlatformServer.start();

	@AfterEach
	void stop() {
		this.server.close();
		this.elsewhere.close();
	}

	enum Library {

		REACTOR(ClientHttpConnectorBuilder.reactor()), JDK(ClientHttpConnectorBuilder.jdk()),
		JETTY(ClientHttpConnectorBuilder.jetty()), HTTP_COMPONENTS(ClientHttpConnectorBuilder.httpComponents());

		private final ClientHttpConnectorBuilder<?> builder;

		Library(ClientHttpConnectorBuilder<?> builder) {
			this.builder = builder;
		}

		ClientHttpConnector connector() {
			return this.builder.build(SETTINGS);
		}

	}

	@ParameterizedTest
	@EnumSource
	void theApplicationsFiltersNeverSeeASecret(Library library) {
		RecordingFilter filter = new RecordingFilter();
		WestmoonPlatform platform = builder(library.connector()).webClientBuilder(WebClient.builder().filter(filter))
			.build();
		callAll(platform);
		this.server.fail(Call.POLL, Fault.status(500));
		this.server.fail(Call.INFO, Fault.status(500));
		callAll(platform);
		this.server.close();
		callAll(platform);
		assertThat(filter.seen).hasSizeGreaterThanOrEqualTo(15).noneMatch((text) -> text.contains(SECRET));
		assertThat(filter.seen).anyMatch((text) -> text.contains("scan_token=***"));
		assertThat(filter.marked).hasSize(9).containsOnly(true);
	}

	@Test
	void noObservationIsMade() {
		List<String> names = new CopyOnWriteArrayList<>();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				names.add(context.getName());
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		WebClient.Builder application = WebClient.builder().observationRegistry(registry);
		callAll(builder(Library.REACTOR.connector()).webClientBuilder(application).build());
		assertThat(names).isEmpty();
		application.build().get().uri(this.server.url()).exchangeToMono(ClientResponse::releaseBody).block();
		assertThat(names).containsExactly("http.client.requests");
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsLoggedThatIsSecretOnceTheLibrariesOwnLogsAreQuiet(Library library) {
		List<Logger> wire = Stream
			.of("reactor.netty.http.client.HttpClientConnect", "jdk.internal.httpclient.debug",
					"org.apache.hc.client5.http", "org.eclipse.jetty.client", "org.eclipse.jetty.http")
			.map((name) -> (Logger) LoggerFactory.getLogger(name))
			.toList();
		wire.forEach((logger) -> logger.setLevel(Level.INFO));
		try (CapturedLog log = CapturedLog.open()) {
			callAll(builder(library.connector()).build());
			this.server.fail(Call.POLL, Fault.reset());
			this.server.fail(Call.INFO, Fault.brokenJson());
			callAll(builder(library.connector()).build());
			assertThat(log.lines()).anyMatch((line) -> line.message().contains("/qrcode/poll"))
				.noneMatch((line) -> (line.message() + line.throwable()).contains(SECRET));
		}
		finally {
			wire.forEach((logger) -> logger.setLevel(null));
		}
	}

	@ParameterizedTest
	@EnumSource
	void redirectsAreNotFollowed(Library library) {
		WestmoonPlatform platform = builder(library.connector()).build();
		for (Call call : List.of(Call.GENERATE, Call.POLL, Call.INFO)) {
			this.server.fail(call, Fault.status(307, Map.of("Location", this.elsewhere.url() + "/umc/user/user/info")));
		}
		assertThatExceptionOfType(PlatformStatusException.class)
			.isThrownBy(() -> Platforms.get(platform.requestCode()));
		assertThatExceptionOfType(PlatformStatusException.class).isThrownBy(() -> Platforms.get(platform.poll(SECRET)));
		SessionCheck check = Platforms.get(platform.check(Platforms.session(SECRET)));
		assertThat(check.problem()).isInstanceOf(PlatformStatusException.class);
		assertThat(this.elsewhere.infoCalls()).isZero();
	}

	@Test
	void aConnectorThatIsSetTakesThePlaceOfTheApplications() {
		ClientHttpConnector following = ClientHttpConnectorBuilder.reactor()
			.build(HttpClientSettings.defaults().withRedirects(HttpRedirects.FOLLOW));
		WebClient.Builder application = WebClient.builder().clientConnector(following);
		WestmoonPlatform platform = builder(Library.REACTOR.connector()).webClientBuilder(application).build();
		this.server.fail(Call.INFO,
				Fault.status(307, Map.of("Location", this.elsewhere.url() + "/umc/user/user/info")));
		SessionCheck check = Platforms.get(platform.check(Platforms.session(SECRET)));
		assertThat(check.verdict()).isEqualTo(SessionCheck.Verdict.UNKNOWN);
		assertThat(this.elsewhere.infoCalls()).isZero();
		application.build()
			.get()
			.uri(this.server.url() + "/umc/user/user/info")
			.exchangeToMono(ClientResponse::releaseBody)
			.block();
		assertThat(this.elsewhere.infoCalls()).isOne();
	}

	private WebClientWestmoonPlatform.Builder builder(ClientHttpConnector connector) {
		return WebClientWestmoonPlatform.builder().baseUrl(this.server.url()).clientConnector(connector);
	}

	private static void callAll(WestmoonPlatform platform) {
		Platforms.get(platform.requestCode().map(Object::toString).onErrorReturn("failed"));
		Platforms.get(platform.poll(SECRET).map(Object::toString).onErrorReturn("failed"));
		Platforms.get(platform.check(Platforms.session(SECRET)));
	}

	/**
	 * Looks at everything that a filter can look at.
	 */
	private static final class RecordingFilter implements ExchangeFilterFunction {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final List<Object> marked = new CopyOnWriteArrayList<>();

		@Override
		public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
			this.marked.add(request.attribute(WestmoonPlatform.REQUEST_ATTRIBUTE).orElse(false));
			this.seen.add(request.method() + " " + request.url() + request.headers() + request.attributes());
			return next.exchange(request)
				.doOnNext((response) -> this.seen.add(response.request().getURI() + "" + response.request().getHeaders()
						+ response.request().getAttributes() + response.logPrefix()))
				.doOnError((ex) -> this.seen.add(ex + " " + ex.getCause()));
		}

	}

}
