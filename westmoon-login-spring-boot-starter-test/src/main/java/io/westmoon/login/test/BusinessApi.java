package io.westmoon.login.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers business calls: those that are made up, and those of the platform's hosts that
 * programs have been seen to make. Thread-safe.
 */
final class BusinessApi {

	private static final Set<String> PRODUCTS = Set.of("/api/products", "/product-center/shop/products/load-list",
			"/shop_api/products/load_list", "/shop_api/products/search");

	private static final Set<String> STOCK = Set.of("/api/stock", "/product-center/shop/products/detail",
			"/shop_api/products/detail", "/shop_api/products/inventory");

	private static final Set<String> POSTED = Set.of("/api/echo", "/erp/order/list");

	private final JsonMapper json;

	private volatile @Nullable Envelope envelope;

	private volatile Refusal refusal = Refusal.status(401);

	BusinessApi(JsonMapper json) {
		this.json = json;
	}

	void envelope(Envelope envelope) {
		this.envelope = envelope;
	}

	void refusal(Refusal refusal) {
		this.refusal = refusal;
	}

	static boolean has(String path) {
		return PRODUCTS.contains(path) || STOCK.contains(path) || POSTED.contains(path);
	}

	static String method(String path) {
		return POSTED.contains(path) ? "POST" : "GET";
	}

	/**
	 * Answers a call.
	 * @param valid whether its token is accepted
	 */
	MockResponse answer(String path, RecordedRequest request, boolean valid) {
		Refusal refusal = this.refusal;
		if (!valid && !refusal.isPoorer()) {
			return refuse(refusal);
		}
		if (PRODUCTS.contains(path)) {
			return ok(path, Catalogue.products(parameter(request, "keyword"), valid));
		}
		if (STOCK.contains(path)) {
			Optional<Map<String, Object>> stock = Catalogue.stock(parameter(request, "product"), valid);
			return stock.map((found) -> ok(path, found)).orElseGet(() -> envelope(200, 40401, "商品不存在", null));
		}
		return path.equals("/api/echo") ? echo(request) : ok(path, Map.of("total", 0, "items", List.of()));
	}

	/**
	 * Answers a call whose token is not accepted.
	 */
	MockResponse refuse(Refusal refusal) {
		if (!refusal.isUnsuccessful()) {
			return envelope(refusal.status(), refusal.code(), "登录已失效，请重新登录", null);
		}
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("success", false);
		answer.put("code", refusal.code());
		answer.put("message", "登录已失效，请重新登录");
		return json(refusal.status(), answer);
	}

	private MockResponse ok(String path, Map<String, Object> data) {
		Envelope chosen = this.envelope;
		boolean status = (chosen != null) ? chosen == Envelope.STATUS : path.startsWith("/shop_api/");
		if (!status) {
			return envelope(200, 0, "success", data);
		}
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("status", "success");
		answer.put("data", Map.of("data", data.getOrDefault("items", data)));
		return json(200, answer);
	}

	MockResponse envelope(int status, int code, String msg, @Nullable Map<String, Object> data) {
		Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
		envelope.put("code", code);
		envelope.put("msg", msg);
		envelope.put("data", data);
		return json(status, envelope);
	}

	private MockResponse json(int status, Object body) {
		return new MockResponse.Builder().code(status)
			.setHeader("Content-Type", "application/json;charset=UTF-8")
			.body(this.json.writeValueAsString(body))
			.build();
	}

	private static MockResponse echo(RecordedRequest request) {
		Buffer body = new Buffer();
		if (request.getBody() != null) {
			body.write(request.getBody());
		}
		String type = request.getHeaders().get("Content-Type");
		return new MockResponse.Builder().setHeader("Content-Type", (type != null) ? type : "application/octet-stream")
			.body(body)
			.build();
	}

	private static String parameter(RecordedRequest request, String name) {
		String value = request.getUrl().queryParameter(name);
		return (value != null) ? value : "";
	}

}
