package io.westmoon.login.notify;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * A group robot of DingTalk. Sends Markdown with a link; it cannot show a picture that is
 * not on the web. Whoever is to be mentioned must also stand in the text.
 */
final class DingTalkChannel implements NotificationChannel {

	/**
	 * After more than 20 messages in a minute, DingTalk takes none for ten minutes.
	 */
	private static final RobotReply REPLY = new RobotReply("errcode", "errmsg", Set.of(-1L), Set.of(130101L, 410100L),
			Duration.ofMinutes(10));

	private final WebhookClient client;

	private final URI url;

	private final @Nullable String secret;

	private final Mentions mentions;

	private final Clock clock;

	DingTalkChannel(WebhookClient client, URI url, @Nullable String secret, Mentions mentions, Clock clock) {
		this.client = client;
		this.url = url;
		this.secret = secret;
		this.mentions = mentions;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "dingtalk";
	}

	@Override
	public List<RateLimit> limits() {
		return List.of(RateLimit.perMinute(20));
	}

	@Override
	public List<Mono<Void>> messages(Notice notice) {
		String json = JsonMapper.shared().writeValueAsString(message(notice));
		return List.of(Mono.defer(() -> this.client.post(signed(), Map.of(), json))
			.flatMap((reply) -> REPLY.check(reply, this.url)));
	}

	private Map<String, Object> message(Notice notice) {
		boolean asks = notice.kind().asksForAction();
		StringBuilder text = new StringBuilder("#### " + notice.title());
		notice.lines(false).forEach((line) -> text.append("\n\n").append(line));
		if (notice.link() != null) {
			text.append(
					"\n\n[" + notice.linkLabel() + "](" + notice.link().replace("(", "%28").replace(")", "%29") + ")");
		}
		if (asks && !(this.mentions.users().isEmpty() && this.mentions.mobiles().isEmpty())) {
			text.append("\n\n")
				.append(Stream.concat(this.mentions.users().stream(), this.mentions.mobiles().stream())
					.map((who) -> "@" + who)
					.collect(Collectors.joining(" ")));
		}
		return Map.of("msgtype", "markdown", "markdown", Map.of("title", notice.title(), "text", text.toString()), "at",
				Map.of("isAtAll", asks && this.mentions.everybody(), "atUserIds",
						asks ? this.mentions.users() : List.of(), "atMobiles",
						asks ? this.mentions.mobiles() : List.of()));
	}

	/**
	 * Signs with the time at which the message is sent, since a signature is good for an
	 * hour only.
	 */
	private URI signed() {
		if (this.secret == null) {
			return this.url;
		}
		long timestamp = this.clock.millis();
		String sign = URLEncoder.encode(Signatures.dingTalk(timestamp, this.secret), StandardCharsets.UTF_8);
		return URI.create(
				this.url + ((this.url.getRawQuery() != null) ? "&" : "?") + "timestamp=" + timestamp + "&sign=" + sign);
	}

}
