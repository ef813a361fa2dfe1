package io.westmoon.login.platform;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.PlatformBusinessException;
import io.westmoon.login.PlatformException;
import io.westmoon.login.PlatformStatusException;
import io.westmoon.login.ScanResult;
import io.westmoon.login.SessionCheck;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.WestmoonSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriUtils;
import reactor.core.publisher.Mono;

/**
 * The platform over a {@link WebClient}.
 * <p>
 * Scan tokens and access tokens are put into a request only after the application's
 * filters, so that none of these can log them. Observations are off, redirects are not
 * followed, and no failure carries a URI's query. HTTP clients themselves write whole
 * URIs and headers to their logs at {@code DEBUG}, for instance Reactor Netty to
 * {@code reactor.netty.http.client.HttpClientConnect}: keep these quiet.
 */
public final class WebClientWestmoonPlatform implements WestmoonPlatform {

	/**
	 * Where the platform is. The <em>t</em> is no mistake: the company's domain is
	 * westmonth.com, the product is called Westmoon.
	 */
	public static final String DEFAULT_BASE_URL = "https://api-x.westmonth.com";

	/**
	 * The user agent of a desktop browser, as the platform expects it.
	 */
	public static final String DEFAULT_USER_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
			+ "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

	/**
	 * How long a call may take, its answer's body included.
	 */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);

	private static final String GENERATE = "/umc/miniprogram/qrcode/generate?client_id=%s&scene=login"
			+ "&path=p-user%%2Fpages%%2Flogin%%2Findex&envVersion=%s&source=PCLogin";

	private static final String POLL = "/umc/miniprogram/qrcode/poll?scan_token=%s&source=xpw";

	private static final String INFO = "/umc/user/user/info";

	private static final int MAX_BYTES = 1024 * 1024;

	private static final int MAX_CODE_BYTES = 4 * 1024 * 1024;

	private final BaseUrl baseUrl;

	private final PlatformHttp http;

	private final ResponseDecoder decoder;

	private final String clientId;

	private final String envVersion;

	private final Set<String> rejectedCodes;

	private final Clock clock;

	private WebClientWestmoonPlatform(Builder builder) {
		this.rejectedCodes = builder.rejectedCodes;
		this.clock = builder.clock;
		this.baseUrl = BaseUrl.parse(builder.baseUrl, builder.allowInsecureHttp);
		this.http = new PlatformHttp(builder.webClientBuilder, builder.connector,
				PlatformHeaders.of(builder.userAgent, builder.headers), this.baseUrl.origin(), builder.timeout,
				builder.clock);
		this.decoder = new ResponseDecoder(builder.clock);
		this.clientId = builder.clientId;
		this.envVersion = builder.envVersion;
	}

	/**
	 * Starts to describe a platform.
	 * @return a builder whose every setting has a default
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Tells whether nobody on the way to a URL can read along: it is {@code https}, or
	 * does not leave this machine. Judges the literal and asks no name server.
	 * @param url the URL
	 * @return whether it is secure
	 */
	public static boolean isSecure(URI url) {
		return BaseUrl.isSecure(url);
	}

	/**
	 * Builds the client now and not on the first call, which may come on an event loop
	 * that must not wait for that. To be called once whatever the client's builder
	 * depends on is there.
	 */
	public void prepare() {
		this.http.client();
	}

	@Override
	public Mono<LoginQrCode> requestCode() {
		URI uri = this.baseUrl.resolve(GENERATE.formatted(encode(this.clientId), encode(this.envVersion)));
		PlatformCall call = new PlatformCall("a login code", uri, uri, null, MAX_CODE_BYTES, true);
		return this.http.exchange(call).map(this.decoder::code);
	}

	@Override
	public Mono<ScanResult> poll(String scanToken) {
		URI uri = this.baseUrl.resolve(POLL.formatted(encode(scanToken)));
		URI shown = this.baseUrl.resolve(POLL.formatted("***"));
		PlatformCall call = new PlatformCall("the state of a login code", uri, shown, null, MAX_BYTES, false);
		return this.http.exchange(call).map(this.decoder::scanResult);
	}

	@Override
	public Mono<SessionCheck> check(WestmoonSession session) {
		URI uri = this.baseUrl.resolve(INFO);
		PlatformCall call = new PlatformCall("the user of a session", uri, uri, session.authorization(), MAX_BYTES,
				false);
		return Mono.defer(() -> {
			Instant beganAt = this.clock.instant();
			return this.http.exchange(call)
				.map((answer) -> SessionCheck.valid(this.decoder.user(answer), beganAt))
				.onErrorResume(PlatformException.class, (problem) -> Mono.just(noVerdict(problem, beganAt)));
		});
	}

	private SessionCheck noVerdict(PlatformException problem, Instant beganAt) {
		boolean rejected = (problem instanceof PlatformStatusException answer && answer.status() == 401)
				|| (problem instanceof PlatformBusinessException refusal
						&& this.rejectedCodes.contains(refusal.code()));
		return rejected ? SessionCheck.rejected(beganAt) : SessionCheck.unknown(problem, beganAt);
	}

	private static String encode(String value) {
		return UriUtils.encode(value, StandardCharsets.UTF_8);
	}

	/**
	 * Describes a platform. Not thread-safe.
	 */
	public static final class Builder {

		private Supplier<WebClient.Builder> webClientBuilder = WebClient::builder;

		private @Nullable ClientHttpConnector connector;

		private String baseUrl = DEFAULT_BASE_URL;

		private String clientId = "";

		private String envVersion = "release";

		private String userAgent = DEFAULT_USER_AGENT;

		private Map<String, String> headers = Map.of();

		private Duration timeout = DEFAULT_TIMEOUT;

		private Set<String> rejectedCodes = Set.of();

		private boolean allowInsecureHttp;

		private Clock clock = Clock.systemUTC();

		private Builder() {
		}

		/**
		 * Sets where the application's builder comes from. It is asked for on the first
		 * call, and cloned; its connector, filters, codecs and default headers apply.
		 * @param webClientBuilder gives the builder; called without a lock, in rare cases
		 * twice
		 * @return this builder
		 */
		public Builder webClientBuilder(Supplier<WebClient.Builder> webClientBuilder) {
			this.webClientBuilder = webClientBuilder;
			return this;
		}

		/**
		 * Sets the application's builder.
		 * @param webClientBuilder the builder
		 * @return this builder
		 */
		public Builder webClientBuilder(WebClient.Builder webClientBuilder) {
			return webClientBuilder(() -> webClientBuilder);
		}

		/**
		 * Sets what makes the calls. It must not follow redirects, which could hand the
		 * tokens to another host.
		 * @param connector the connector; if not set, that of the application's builder,
		 * which must not follow redirects either
		 * @return this builder
		 */
		public Builder clientConnector(ClientHttpConnector connector) {
			this.connector = connector;
			return this;
		}

		/**
		 * Sets where the platform is.
		 * @param baseUrl an {@code https} URL without user, query and fragment
		 * @return this builder
		 */
		public Builder baseUrl(String baseUrl) {
			this.baseUrl = baseUrl;
			return this;
		}

		/**
		 * Sets the client id that asking for a code carries.
		 * @param clientId empty if not set
		 * @return this builder
		 */
		public Builder clientId(String clientId) {
			this.clientId = clientId;
			return this;
		}

		/**
		 * Sets the version of the mini-program that the code opens.
		 * @param envVersion {@code release} if not set, {@code trial} or {@code develop}
		 * @return this builder
		 */
		public Builder envVersion(String envVersion) {
			this.envVersion = envVersion;
			return this;
		}

		/**
		 * Sets the user agent.
		 * @param userAgent a desktop browser's if not set
		 * @return this builder
		 */
		public Builder userAgent(String userAgent) {
			this.userAgent = userAgent;
			return this;
		}

		/**
		 * Sets headers of all three calls, for instance {@code x-app-code}.
		 * @param headers the headers, without {@code Authorization}
		 * @return this builder
		 */
		public Builder headers(Map<String, String> headers) {
			this.headers = new LinkedHashMap<>(headers);
			return this;
		}

		/**
		 * Sets how long a call may take, its answer's body included.
		 * @param timeout 15 seconds if not set
		 * @return this builder
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = timeout;
			return this;
		}

		/**
		 * Sets which business codes of the call that asks who the user is mean that the
		 * session is dead, beside HTTP 401.
		 * @param rejectedCodes the codes, as numbers or text; none if not set
		 * @return this builder
		 */
		public Builder rejectedCodes(Collection<String> rejectedCodes) {
			this.rejectedCodes = rejectedCodes.stream().map(String::strip).collect(Collectors.toUnmodifiableSet());
			return this;
		}

		/**
		 * Allows plain http to other machines, where everybody on the way can read the
		 * tokens.
		 * @param allowInsecureHttp whether to; {@code false} if not set
		 * @return this builder
		 */
		public Builder allowInsecureHttp(boolean allowInsecureHttp) {
			this.allowInsecureHttp = allowInsecureHttp;
			return this;
		}

		/**
		 * Sets what tells the time.
		 * @param clock the system's clock if not set
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Creates the platform.
		 * @return the platform
		 * @throws InsecureBaseUrlException if the base URL is plain http to another
		 * machine, which was not allowed
		 * @throws IllegalArgumentException if the base URL or a header is not valid
		 */
		public WebClientWestmoonPlatform build() {
			return new WebClientWestmoonPlatform(this);
		}

	}

}
