package io.westmoon.login.autoconfigure;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders messages as they were sent, in a plain way that is no app's own.
 */
final class NoticeRenderer {

	private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<]+");

	private static final Pattern MARKDOWN_LINK = Pattern.compile("\\[(.+)]\\((.+)\\)");

	private static final Map<String, String> NAMES = Map.of("wecom", "WeCom 企业微信", "dingtalk", "DingTalk 钉钉", "feishu",
			"Feishu 飞书", "webhook", "POST application/json");

	private static final String STYLE = """
			body { margin: 0; background: #fff; }
			main { width: 430px; padding: 14px; background: #eee; color: #222;
				font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
			h1 { margin: 0 0 10px; font-size: 14px; font-weight: 600; color: #555; }
			article { margin-top: 10px; padding: 10px 13px; border: 1px solid #ddd; border-radius: 3px 10px 10px 10px;
				background: #fff; overflow-wrap: anywhere; }
			h2 { margin: 0; font-size: 15px; } p { margin: 0; } a { color: #15b; } .at { color: #15b; }
			pre { margin: 0; font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace; white-space: pre-wrap; }
			.mail p { margin: 0 0 9px; } .mail h2 { margin-bottom: 4px; } .mail .head { margin-bottom: 12px; padding-bottom: 8px;
				border-bottom: 1px solid #ddd; font-size: 13px; color: #555; } .mail img { width: 200px; }
			""";

	private NoticeRenderer() {
	}

	/**
	 * Renders messages to a robot or webhook.
	 */
	static String render(String channel, String language, List<JsonNode> messages) {
		return page("<h1>" + NAMES.get(channel) + "</h1>"
				+ messages.stream()
					.map((message) -> "<article>" + body(channel, language, message) + "</article>")
					.collect(Collectors.joining()));
	}

	/**
	 * Renders a mail.
	 * @param html the body, which names the picture in it {@code cid:code}
	 */
	static String mail(String subject, String from, String to, String html, byte[] picture) {
		String body = html.replaceAll("(?s).*<body>(.*)</body>.*", "$1")
			.replace("cid:code", "data:image/png;base64," + Base64.getEncoder().encodeToString(picture));
		return page("<article class=\"mail\"><h2>" + escape(subject) + "</h2><p class=\"head\">" + escape(from) + " → "
				+ escape(to) + "</p>" + body + "</article>");
	}

	private static String page(String content) {
		return "<!doctype html><html><head><meta charset=\"utf-8\"><style>" + STYLE + "</style></head><body><main>"
				+ content + "</main></body></html>";
	}

	private static String body(String channel, String language, JsonNode message) {
		String all = language.equals("zh") ? "@所有人" : "@all";
		return switch (channel) {
			case "wecom" -> lines(message.at("/text/content").asString())
					+ (message.at("/text/mentioned_list").isEmpty() ? "" : at(all));
			case "dingtalk" -> markdown(message.at("/markdown/text").asString())
					+ (message.at("/at/isAtAll").asBoolean() ? at(all) : "");
			case "feishu" -> post(message.at("/content/post/zh_cn"), all);
			default -> "<pre>" + escape(
					JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(message))
					+ "</pre>";
		};
	}

	private static String lines(String text) {
		return text.lines()
			.map((line) -> "<p>" + ADDRESS.matcher(escape(line)).replaceAll("<a>$0</a>") + "</p>")
			.collect(Collectors.joining());
	}

	/**
	 * Knows as much of Markdown as the messages use.
	 */
	private static String markdown(String text) {
		return text.lines().filter((line) -> !line.isEmpty()).map((line) -> {
			String escaped = escape(line);
			return line.startsWith("#### ") ? "<h2>" + escaped.substring("#### ".length()) + "</h2>"
					: "<p>" + MARKDOWN_LINK.matcher(escaped).replaceAll("<a href=\"#\">$1</a>") + "</p>";
		}).collect(Collectors.joining());
	}

	private static String post(JsonNode post, String all) {
		return "<h2>" + escape(post.get("title").asString()) + "</h2>"
				+ StreamSupport.stream(post.get("content").spliterator(), false)
					.map((paragraph) -> "<p>" + StreamSupport.stream(paragraph.spliterator(), false)
						.map((part) -> switch (part.get("tag").asString().toLowerCase(Locale.ROOT)) {
							case "a" -> "<a href=\"#\">" + escape(part.get("text").asString()) + "</a>";
							case "at" -> "<span class=\"at\">" + all + "</span>";
							default -> escape(part.get("text").asString());
						})
						.collect(Collectors.joining()) + "</p>")
					.collect(Collectors.joining());
	}

	private static String at(String who) {
		return "<p class=\"at\">" + who + "</p>";
	}

	private static String escape(String text) {
		return HtmlUtils.htmlEscape(text, "UTF-8");
	}

}
