package io.westmoon.login.notify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.westmoon.login.CodeImage;
import org.springframework.util.DigestUtils;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * A group robot of WeCom. Sends plain text, in which people can be mentioned, and the
 * picture of a code as a message of its own.
 */
final class WeComChannel implements NotificationChannel {

	private static final int MAX_TEXT_BYTES = 2048;

	private static final int MAX_IMAGE_BYTES = 2 * 1024 * 1024;

	private static final Set<String> IMAGES = Set.of("image/png", "image/jpeg");

	private static final RobotReply REPLY = new RobotReply("errcode", "errmsg", Set.of(-1L), Set.of(45009L),
			WebhookClient.NEXT_MINUTE);

	private final WebhookClient client;

	private final URI url;

	private final Mentions mentions;

	WeComChannel(WebhookClient client, URI url, Mentions mentions) {
		this.client = client;
		this.url = url;
		this.mentions = mentions;
	}

	@Override
	public String name() {
		return "wecom";
	}

	@Override
	public List<RateLimit> limits() {
		return List.of(RateLimit.perMinute(20));
	}

	@Override
	public List<Mono<Void>> messages(Notice notice) {
		CodeImage image = notice.image();
		boolean showsImage = image != null && IMAGES.contains(image.mediaType())
				&& image.bytes().length <= MAX_IMAGE_BYTES;
		List<Mono<Void>> messages = new ArrayList<>();
		messages.add(post(text(notice, showsImage)));
		if (image != null && showsImage) {
			messages.add(post(image(image.bytes())));
		}
		return messages;
	}

	private Map<String, Object> text(Notice notice, boolean showsImage) {
		String link = (notice.link() != null) ? "\n" + notice.linkLabel() + ": " + notice.link() : "";
		String lines = notice.title() + "\n" + String.join("\n", notice.lines(showsImage));
		Map<String, Object> text = new LinkedHashMap<>();
		text.put("content", PlainText.cut(lines, MAX_TEXT_BYTES - link.getBytes(StandardCharsets.UTF_8).length) + link);
		if (notice.kind().asksForAction()) {
			List<String> users = new ArrayList<>(this.mentions.users());
			if (this.mentions.everybody()) {
				users.add("@all");
			}
			text.put("mentioned_list", users);
			text.put("mentioned_mobile_list", this.mentions.mobiles());
		}
		return Map.of("msgtype", "text", "text", text);
	}

	private static Map<String, Object> image(byte[] bytes) {
		return Map.of("msgtype", "image", "image",
				Map.of("base64", Base64.getEncoder().encodeToString(bytes), "md5", DigestUtils.md5DigestAsHex(bytes)));
	}

	private Mono<Void> post(Map<String, Object> message) {
		String json = JsonMapper.shared().writeValueAsString(message);
		return this.client.post(this.url, Map.of(), json).flatMap((reply) -> REPLY.check(reply, this.url));
	}

}
