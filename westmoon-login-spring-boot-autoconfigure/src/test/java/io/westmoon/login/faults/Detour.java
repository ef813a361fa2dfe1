package io.westmoon.login.faults;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import io.westmoon.login.test.Call;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Builds Reactor Netty's connectors, as Spring Boot does, and leads single calls to
 * another origin, as if the platform's host were it. Thread-safe.
 */
final class Detour implements ClientHttpConnectorBuilder<ClientHttpConnector> {

	private final Map<Call, Lead> leads = new HashMap<>();

	@Override
	public ClientHttpConnector build(HttpClientSettings settings) {
		ClientHttpConnector connector = ClientHttpConnectorBuilder.reactor()
			.withHttpClientCustomizer((client) -> client.resolver(new LocalNames()))
			.build(settings);
		return (method, uri, callback) -> connector.connect(method, lead(uri), callback);
	}

	synchronized void lead(Call call, String origin, int times) {
		this.leads.put(call, new Lead(origin, times));
	}

	synchronized void end() {
		this.leads.clear();
	}

	private synchronized URI lead(URI uri) {
		Call call = call(uri.getRawPath());
		Lead lead = this.leads.remove(call);
		if (lead == null) {
			return uri;
		}
		if (lead.times > 1) {
			this.leads.put(call, new Lead(lead.origin, lead.times - 1));
		}
		return URI.create(lead.origin + uri.getRawPath() + "?" + uri.getRawQuery());
	}

	private static Call call(String path) {
		return switch (path) {
			case "/umc/miniprogram/qrcode/generate" -> Call.GENERATE;
			case "/umc/miniprogram/qrcode/poll" -> Call.POLL;
			case "/umc/user/user/info" -> Call.INFO;
			default -> Call.BUSINESS;
		};
	}

	private record Lead(String origin, int times) {
	}

}
