package io.westmoon.login.notify;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A group robot of Feishu or Lark. Sends rich text, whose parts say what is text, link
 * and mention, so that no text is taken for markup. It cannot show a picture.
 */
final class FeishuChannel implements NotificationChannel {

	private static final RobotReply REPLY = new RobotReply("code", "msg", Set.of(), Set.of(11232L),
			WebhookClient.NEXT_MINUTE);

	/**
	 * Of robots that answer in the way of earlier versions.
	 */
	private static final RobotReply OLD_REPLY = new RobotReply("StatusCode", "StatusMessage", Set.of(), Set.of(11232L),
			WebhookClient.NEXT_MINUTE);

	private final WebhookClient client;

	private final URI url;

	private final @Nullable String secret;

	private final Mentions mentions;

	private final Clock clock;

	FeishuChannel(WebhookClient client, URI url, @Nullable String secret, Mentions mentions, Clock clock) {
		this.client = client;
		this.url = url;
		this.secret = secret;
		this.mentions = mentions;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "feishu";
	}

	@Override
	public List<RateLimit> limits() {
		return List.of(new RateLimit(5, Duration.ofSeconds(1)), RateLimit.perMinute(100));
	}

	@Override
	public List<Mono<Void>> messages(Notice notice) {
		Map<String, Object> message = message(notice);
		return List.of(Mono.defer(() -> this.client.post(this.url, Map.of(), signed(message))).flatMap(this::check));
	}

	private Mono<Void> check(JsonNode reply) {
		RobotReply format = (reply.has("StatusCode") && !reply.has("code")) ? OLD_REPLY : REPLY;
		return format.check(reply, this.url);
	}

	private Map<String, Object> message(Notice notice) {
		List<List<Map<String, String>>> paragraphs = new ArrayList<>();
		notice.lines(false).forEach((line) -> paragraphs.add(List.of(Map.of("tag", "text", "text", line))));
		if (notice.link() != null) {
			paragraphs.add(List.of(Map.of("tag", "a", "text", notice.linkLabel(), "href", notice.link())));
		}
		if (notice.kind().asksForAction()) {
			List<Map<String, String>> mentioned = Stream
				.concat(this.mentions.everybody() ? Stream.of("all") : Stream.empty(), this.mentions.users().stream())
				.map((user) -> Map.of("tag", "at", "user_id", user))
				.toList();
			if (!mentioned.isEmpty()) {
				paragraphs.add(mentioned);
			}
		}
		return Map.of("msg_type", "post", "content",
				Map.of("post", Map.of("zh_cn", Map.of("title", notice.title(), "content", paragraphs))));
	}

	/**
	 * Signs with the time at which the message is sent, since a signature is good for an
	 * hour only.
	 */
	private String signed(Map<String, Object> message) {
		if (this.secret == null) {
			return JsonMapper.shared().writeValueAsString(message);
		}
		long timestamp = this.clock.instant().getEpochSecond();
		Map<String, Object> signed = new LinkedHashMap<>(message);
		signed.put("timestamp", String.valueOf(timestamp));
		signed.put("sign", Signatures.feishu(timestamp, this.secret));
		return JsonMapper.shared().writeValueAsString(signed);
	}

}
