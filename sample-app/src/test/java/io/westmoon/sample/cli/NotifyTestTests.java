package io.westmoon.sample.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the test notice.
 */
class NotifyTestTests extends CommandLineFixture {

	@Test
	void aTestNoticeSaysWhatEachChannelAnswered() throws Exception {
		List<String> bodies = Collections.synchronizedList(new ArrayList<>());
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/wecom", (exchange) -> {
			bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			byte[] reply = "{\"errcode\":0}".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, reply.length);
			exchange.getResponseBody().write(reply);
			exchange.close();
		});
		server.start();
		try {
			Result none = run("--notify-test");
			assertThat(none.status()).isEqualTo(1);
			assertThat(none.err()).contains("WESTMOON_LOGIN_NOTIFY_WECOM_URL");
			String url = "http://127.0.0.1:" + server.getAddress().getPort();
			this.environment.put("WESTMOON_LOGIN_NOTIFY_WECOM_URL", url + "/wecom?key=hunter2");
			this.environment.put("WESTMOON_LOGIN_NOTIFY_WEBHOOK_URL", url + "/hunter2");
			Result some = run("--notify-test", "--json");
			assertThat(some.status()).isEqualTo(1);
			JsonNode json = json(some);
			assertThat(json.get("event").asString()).isEqualTo("notify_test");
			assertThat(json.at("/accounts/default/wecom").asString()).isEqualTo("sent");
			assertThat(json.at("/accounts/default/webhook").asString()).isEqualTo("HTTP status 404");
			assertThat(some.out() + some.err()).doesNotContain("hunter2");
			assertThat(bodies).singleElement().asString().contains("西之月：测试通知");
			this.environment.remove("WESTMOON_LOGIN_NOTIFY_WEBHOOK_URL");
			assertThat(run("--notify-test")).satisfies((result) -> {
				assertThat(result.status()).isZero();
				assertThat(result.out()).isEqualToIgnoringNewLines("default wecom: sent");
			});
		}
		finally {
			server.stop(0);
		}
	}

}
