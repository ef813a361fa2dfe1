package io.westmoon.sample.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.DigestUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A group robot as WeCom has them, on this machine only, and the chat of its group. It
 * refuses what WeCom does not take, as its documentation has it. Thread-safe.
 */
class ChatRobot implements AutoCloseable {

	private static final String PATH = "/cgi-bin/webhook/send";

	private static final int MAX_TEXT_BYTES = 2048;

	private static final int MAX_IMAGE_BYTES = 2 * 1024 * 1024;

	private static final int MAX_BODY_BYTES = 3 * 1024 * 1024;

	private static final int MAX_A_MINUTE = 20;

	private static final int KEPT = 30;

	private final String key = UUID.randomUUID().toString();

	private final Clock clock;

	private final HttpServer server;

	private final Deque<Message> messages = new ArrayDeque<>();

	private final Deque<Instant> taken = new ArrayDeque<>();

	private int count;

	ChatRobot(Clock clock) {
		this.clock = clock;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext(PATH, this::answer);
		this.server.start();
	}

	/**
	 * Returns what to set {@code westmoon.login.notify.wecom.url} to.
	 */
	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + PATH + "?key=" + this.key;
	}

	/**
	 * Returns the latest messages of the group, the first one first.
	 */
	synchronized List<Message> messages() {
		return List.copyOf(this.messages);
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange; InputStream in = exchange.getRequestBody()) {
			byte[] body = in.readNBytes(MAX_BODY_BYTES);
			Refusal refusal = ("key=" + this.key).equals(exchange.getRequestURI().getQuery()) ? take(body)
					: Refusal.UNKNOWN_ROBOT;
			byte[] reply = JsonMapper.shared()
				.writeValueAsBytes(Map.of("errcode", (refusal != null) ? refusal.code : 0, "errmsg",
						(refusal != null) ? refusal.words : "ok"));
			exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
			exchange.sendResponseHeaders(200, reply.length);
			exchange.getResponseBody().write(reply);
		}
	}

	private @Nullable Refusal take(byte[] body) {
		try {
			JsonNode json = JsonMapper.shared().readTree(body);
			return switch (json.path("msgtype").asString("")) {
				case "text" -> takeText(json.path("text"));
				case "image" -> takeImage(json.path("image"));
				default -> Refusal.UNKNOWN_TYPE;
			};
		}
		catch (JacksonException ex) {
			return Refusal.NO_JSON;
		}
	}

	private @Nullable Refusal takeText(JsonNode text) {
		String content = text.path("content").asString("");
		if (content.isEmpty()) {
			return Refusal.EMPTY;
		}
		if (content.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
			return Refusal.TOO_LONG;
		}
		List<String> mentioned = new ArrayList<>();
		text.path("mentioned_list").forEach((user) -> mentioned.add(user.asString("")));
		text.path("mentioned_mobile_list").forEach((mobile) -> mentioned.add(mobile.asString("")));
		return add(content, mentioned, null);
	}

	private @Nullable Refusal takeImage(JsonNode image) {
		byte[] bytes;
		try {
			bytes = Base64.getDecoder().decode(image.path("base64").asString(""));
		}
		catch (IllegalArgumentException ex) {
			return Refusal.NO_IMAGE;
		}
		if (Picture.mediaType(bytes) == null) {
			return Refusal.NO_IMAGE;
		}
		if (bytes.length > MAX_IMAGE_BYTES) {
			return Refusal.TOO_LARGE;
		}
		return DigestUtils.md5DigestAsHex(bytes).equals(image.path("md5").asString(""))
				? add(null, List.of(), new Picture(bytes)) : Refusal.OTHER_MD5;
	}

	private synchronized @Nullable Refusal add(@Nullable String text, List<String> mentioned,
			@Nullable Picture picture) {
		Instant now = this.clock.instant();
		this.taken.removeIf((time) -> !time.isAfter(now.minusSeconds(60)));
		if (this.taken.size() >= MAX_A_MINUTE) {
			return Refusal.TOO_OFTEN;
		}
		this.taken.add(now);
		this.count++;
		this.messages.add(new Message(this.count, now, text, List.copyOf(mentioned), picture));
		if (this.messages.size() > KEPT) {
			this.messages.remove();
		}
		return null;
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	/**
	 * A message in the group.
	 *
	 * @param number its number, from 1
	 * @param at when it came
	 * @param text what it says; {@code null} if it is a picture
	 * @param mentioned who is mentioned; {@code @all} is everybody
	 * @param picture the picture; {@code null} if it is a text
	 */
	record Message(int number, Instant at, @Nullable String text, List<String> mentioned, @Nullable Picture picture) {
	}

	/**
	 * A picture.
	 *
	 * @param bytes its bytes
	 */
	record Picture(byte[] bytes) {

		/**
		 * Returns the type of a picture that WeCom takes, by its first bytes.
		 */
		static @Nullable String mediaType(byte[] bytes) {
			String start = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 4));
			return start.equals("89504e47") ? "image/png" : start.startsWith("ffd8ff") ? "image/jpeg" : null;
		}

	}

	private enum Refusal {

		UNKNOWN_ROBOT(93000, "invalid webhook url"), NO_JSON(47001, "data format error"),
		UNKNOWN_TYPE(40008, "invalid message type"), EMPTY(44004, "empty content"),
		TOO_LONG(40058, "text.content exceed max length 2048"), NO_IMAGE(40009, "invalid image"),
		TOO_LARGE(40009, "invalid image size"), OTHER_MD5(301019, "media file md5 not match"),
		TOO_OFTEN(45009, "api freq out of limit");

		private final int code;

		private final String words;

		Refusal(int code, String words) {
			this.code = code;
			this.words = words;
		}

	}

}
