package io.westmoon.sample.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The way of the command line to the platform: proxies and certificates.
 */
class ConnectionTests extends CommandLineFixture {

	private static final URI PLATFORM = URI.create("https://api-x.westmonth.com");

	@Test
	void theProxyOfTheEnvironmentIsUsedAndItsPasswordNeverPrinted() throws IOException {
		try (TinyProxy proxy = new TinyProxy()) {
			this.environment.put("http_proxy", "http://me:p%40ss@" + proxy.address());
			Result result = run();
			assertThat(result.status()).isZero();
			String login = Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8));
			assertThat(proxy.lines()).contains("CONNECT 127.0.0.1:" + this.platform.port() + " HTTP/1.1")
				.anyMatch((line) -> line.equalsIgnoreCase("proxy-authorization: Basic " + login));
			assertThat(run("--logout").status()).isZero();
			this.platform.down();
			Result down = run("--json");
			assertThat(json(down).get("message").asString()).contains("through the proxy " + proxy.address());
			assertThat(result.out() + result.err() + down.out() + down.err()).doesNotContain("p@ss", "p%40ss", login);
		}
	}

	@Test
	void aProxyThatIsDownIsNamedWithoutItsPassword() {
		this.environment.put("HTTP_PROXY", "http://me:secret@127.0.0.1:1");
		Result result = run();
		assertThat(result.status()).isEqualTo(1);
		assertThat(result.err()).contains("goes through the proxy 127.0.0.1:1").doesNotContain("secret");
		this.environment.put("no_proxy", "localhost,127.0.0.1");
		assertThat(run().status()).isZero();
	}

	@Test
	void aVariableThatNamesNoProxyIsAUsageError() {
		this.environment.put("http_proxy", "socks5://me:secret@127.0.0.1:1");
		Result result = run();
		assertThat(result.status()).isEqualTo(2);
		assertThat(result.err()).contains("The environment variable http_proxy must name a proxy")
			.doesNotContain("secret");
	}

	@Test
	void theVariablesCountAsOtherToolsReadThem() {
		assertThat(ProxySettings.of(Map.of("http_proxy", "http://proxy:3128"), PLATFORM)).isNull();
		assertThat(ProxySettings.of(Map.of("https_proxy", "proxy:3128"), PLATFORM)).hasToString("proxy:3128");
		assertThat(ProxySettings.of(Map.of("HTTPS_PROXY", "http://proxy/"), PLATFORM)).hasToString("proxy:80");
		assertThat(ProxySettings.of(Map.of("https_proxy", "", "HTTPS_PROXY", "proxy"), PLATFORM)).isNull();
		assertThat(ProxySettings.of(Map.of("REQUEST_METHOD", "GET", "HTTPS_PROXY", "proxy"), PLATFORM)).isNull();
		for (String excluded : new String[] { "*", "westmonth.com", ".westmonth.com", "a, API-X.westmonth.com",
				"api-x.westmonth.com:443" }) {
			assertThat(ProxySettings.of(Map.of("https_proxy", "proxy", "no_proxy", excluded), PLATFORM)).as(excluded)
				.isNull();
		}
		for (String other : new String[] { "month.com", "api-x.westmonth.com:80", "", " , " }) {
			assertThat(ProxySettings.of(Map.of("https_proxy", "proxy", "NO_PROXY", other), PLATFORM)).as(other)
				.isNotNull();
		}
		assertThatExceptionOfType(ProxySettings.InvalidProxyException.class)
			.isThrownBy(() -> ProxySettings.of(Map.of("https_proxy", "http://a b:secret@proxy"), PLATFORM))
			.withMessage("https_proxy")
			.withNoCause();
	}

	@Test
	void aCertificateOfNobodyThatIsTrustedIsNamedWithItsHostAndWhatToDo() throws Exception {
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
		server.start();
		try {
			this.baseUrl = "https://localhost:" + server.getAddress().getPort();
			Result result = run("--json");
			assertThat(result.status()).isEqualTo(1);
			assertThat(json(result).get("reason").asString()).isEqualTo("CERTIFICATE");
			assertThat(result.err()).contains("The certificate of localhost is refused",
					"nobody whom this machine trusts", "-Djavax.net.ssl.trustStore=");
			storeSession();
			assertThat(run("--check").err()).contains("The certificate of localhost is refused");
		}
		finally {
			server.stop(0);
		}
	}

	private SSLContext selfSigned() throws Exception {
		Path file = this.userHome.resolve("keys.p12");
		Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Process process = new ProcessBuilder(keytool.toString(), "-genkeypair", "-keyalg", "EC", "-dname",
				"CN=localhost", "-keystore", file.toString(), "-storepass", "changeit")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(Files.exists(file)).isTrue();
		char[] password = "changeit".toCharArray();
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(KeyStore.getInstance(file.toFile(), password), password);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		return context;
	}

	@Test
	void theReasonIsFoundWhereverItIs() {
		assertThat(problem(new CertificateExpiredException("x"))).isEqualTo(CertificateProblem.EXPIRED);
		assertThat(problem(new CertificateException("PKIX", new CertificateExpiredException("x"))))
			.isEqualTo(CertificateProblem.EXPIRED);
		assertThat(problem(new CertificateNotYetValidException("x"))).isEqualTo(CertificateProblem.NOT_YET_VALID);
		assertThat(problem(new CertificateException("No name matching a found")))
			.isEqualTo(CertificateProblem.WRONG_NAME);
		assertThat(problem(new CertificateException("No subject alternative DNS name matching a found.")))
			.isEqualTo(CertificateProblem.WRONG_NAME);
		assertThat(problem(new CertPathBuilderException("x"))).isEqualTo(CertificateProblem.UNKNOWN_ISSUER);
		assertThat(problem(new CertificateException("x"))).isEqualTo(CertificateProblem.OTHER);
		assertThat(problem(new IOException("x"))).isNull();
		assertThat(CertificateProblem.of(null)).isNull();
	}

	private static CertificateProblem problem(Throwable cause) {
		SSLHandshakeException failure = new SSLHandshakeException("x");
		failure.initCause(cause);
		return CertificateProblem.of(failure);
	}

}
