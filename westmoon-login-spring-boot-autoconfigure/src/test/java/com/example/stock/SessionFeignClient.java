package com.example.stock;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import feign.Client;
import feign.Request;
import feign.Response;
import io.westmoon.login.Renewal;
import io.westmoon.login.SessionSource;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.http.AllowedOrigins;

class SessionFeignClient implements Client {

	private final Client client;

	private final SessionSource sessions;

	private final AllowedOrigins origins;

	SessionFeignClient(Client client, SessionSource sessions, AllowedOrigins origins) {
		this.client = client;
		this.sessions = sessions;
		this.origins = origins;
	}

	@Override
	public Response execute(Request request, Request.Options options) throws IOException {
		if (request.headers().containsKey("Authorization") || !this.origins.allow(URI.create(request.url()))) {
			return this.client.execute(request, options);
		}
		WestmoonSession session = this.sessions.session().block();
		Response response = send(request, options, session);
		if (response.status() != 401) {
			return response;
		}
		Response refusal = buffered(response);
		Renewal renewal = this.sessions.renew(session, null).block();
		return (renewal instanceof Renewal.Renewed renewed) ? send(request, options, renewed.session()) : refusal;
	}

	private Response send(Request request, Request.Options options, WestmoonSession session) throws IOException {
		Map<String, Collection<String>> headers = new LinkedHashMap<>(request.headers());
		headers.put("Authorization", List.of(session.authorization()));
		Request authorized = Request.create(request.httpMethod(), request.url(), headers, request.body(),
				request.charset(), request.requestTemplate());
		Request.Options noRedirects = new Request.Options(options.connectTimeout(), options.connectTimeoutUnit(),
				options.readTimeout(), options.readTimeoutUnit(), false);
		return this.client.execute(authorized, noRedirects);
	}

	private static Response buffered(Response response) throws IOException {
		try (response) {
			byte[] body = (response.body() != null) ? response.body().asInputStream().readNBytes(65_536) : new byte[0];
			return response.toBuilder().body(body).build();
		}
	}

}
