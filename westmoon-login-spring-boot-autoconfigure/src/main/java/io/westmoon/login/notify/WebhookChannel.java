package io.westmoon.login.notify;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any service that takes JSON, which is made from a template. Where its reply has a code,
 * this must be one of success.
 */
final class WebhookChannel implements NotificationChannel {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{(title|text|link|account|kind)}");

	private static final List<String> CODES = List.of("errcode", "code");

	private final WebhookClient client;

	private final URI url;

	private final String template;

	private final Map<String, String> headers;

	WebhookChannel(WebhookClient client, URI url, String template, Map<String, String> headers) {
		this.client = client;
		this.url = url;
		this.template = template;
		this.headers = Map.copyOf(headers);
	}

	/**
	 * Tells whether a template makes JSON.
	 */
	static boolean isJson(String template) {
		try {
			return !JsonMapper.shared().readTree(PLACEHOLDER.matcher(template).replaceAll("x")).isMissingNode();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	@Override
	public String name() {
		return "webhook";
	}

	@Override
	public List<RateLimit> limits() {
		return List.of(RateLimit.perMinute(20));
	}

	@Override
	public List<Mono<Void>> messages(Notice notice) {
		return List.of(this.client.post(this.url, this.headers, json(notice)).flatMap(WebhookChannel::check));
	}

	/**
	 * Puts each value into the template as the content of a JSON string. A placeholder
	 * that a value holds stays as it is.
	 */
	private String json(Notice notice) {
		Map<String, String> values = Map.of("title", notice.title(), "text", String.join("\n", notice.lines(false)),
				"link", Objects.requireNonNullElse(notice.link(), ""), "account", PlainText.of(notice.account(), 64),
				"kind", notice.kind().name());
		return PLACEHOLDER.matcher(this.template)
			.replaceAll((match) -> Matcher.quoteReplacement(content(values.getOrDefault(match.group(1), ""))));
	}

	private static String content(String value) {
		String quoted = JsonMapper.shared().writeValueAsString(value);
		return quoted.substring(1, quoted.length() - 1);
	}

	/**
	 * The reason that a reply gives is not shown: it may repeat what was sent.
	 */
	private static Mono<Void> check(JsonNode reply) {
		for (String field : CODES) {
			Long code = RobotReply.code(reply.path(field));
			if (code != null && code != 0 && code != 200) {
				return Mono.error(new NotificationException(field + " " + code, null));
			}
		}
		return Mono.empty();
	}

}
