package io.westmoon.login.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a fake platform as a client would.
 */
final class PlatformHttpClient {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final WestmoonPlatformServer server;

	private final Duration patience;

	PlatformHttpClient(WestmoonPlatformServer server) {
		this(server, Duration.ofSeconds(30));
	}

	PlatformHttpClient(WestmoonPlatformServer server, Duration patience) {
		this.server = server;
		this.patience = patience;
	}

	HttpResponse<String> generate() throws IOException {
		return get("/umc/miniprogram/qrcode/generate?client_id=&scene=login&path=p-user%2Fpages%2Flogin%2Findex"
				+ "&envVersion=release&source=PCLogin", null);
	}

	JsonNode newCode() throws IOException {
		return data(generate());
	}

	String newScanToken() throws IOException {
		return newCode().get("scan_token").asString();
	}

	JsonNode poll(String scanToken) throws IOException {
		return data(get("/umc/miniprogram/qrcode/poll?scan_token=" + scanToken + "&source=xpw", null));
	}

	String status(String scanToken) throws IOException {
		return poll(scanToken).get("status").asString();
	}

	HttpResponse<String> info(String accessToken) throws IOException {
		return get("/umc/user/user/info", accessToken);
	}

	HttpResponse<String> products(String accessToken) throws IOException {
		return get("/api/products?keyword=", accessToken);
	}

	HttpResponse<String> get(String path, String accessToken) throws IOException {
		return send(HttpRequest.newBuilder(), path, accessToken);
	}

	HttpResponse<String> get(URI uri, String accessToken) throws IOException {
		return send(HttpRequest.newBuilder(), uri, accessToken);
	}

	HttpResponse<String> post(String path, String accessToken, String body) throws IOException {
		return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), path, accessToken);
	}

	private HttpResponse<String> send(HttpRequest.Builder request, String path, String accessToken) throws IOException {
		return send(request, URI.create(this.server.url() + path), accessToken);
	}

	private HttpResponse<String> send(HttpRequest.Builder request, URI uri, String accessToken) throws IOException {
		request.uri(uri).timeout(this.patience);
		if (accessToken != null) {
			request.header("Authorization", "Bearer " + accessToken);
		}
		try {
			return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	static JsonNode json(HttpResponse<String> response) {
		return JSON.readTree(response.body());
	}

	static JsonNode data(HttpResponse<String> response) {
		return json(response).get("data");
	}

}
