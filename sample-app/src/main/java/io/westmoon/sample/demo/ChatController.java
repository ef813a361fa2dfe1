package io.westmoon.sample.demo;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The group chat of the demo, in which notices appear as they were sent.
 */
@RestController
@Profile(DemoPlatformInitializer.PROFILE)
@RequestMapping("/chat")
class ChatController {

	private final ChatRobot robot;

	ChatController(ChatRobot robot) {
		this.robot = robot;
	}

	@GetMapping("/messages")
	ResponseEntity<List<Shown>> messages() {
		return ResponseEntity.ok()
			.cacheControl(CacheControl.noStore())
			.body(this.robot.messages()
				.stream()
				.map((message) -> new Shown(message.number(), message.at(), message.text(), message.mentioned()))
				.toList());
	}

	@GetMapping("/picture/{number}")
	ResponseEntity<byte[]> picture(@PathVariable int number) {
		for (ChatRobot.Message message : this.robot.messages()) {
			ChatRobot.Picture picture = message.picture();
			if (message.number() == number && picture != null) {
				return ResponseEntity.ok()
					.cacheControl(CacheControl.noStore())
					.contentType(MediaType.valueOf(String.valueOf(ChatRobot.Picture.mediaType(picture.bytes()))))
					.body(picture.bytes());
			}
		}
		return ResponseEntity.notFound().cacheControl(CacheControl.noStore()).build();
	}

	/**
	 * A message as the chat shows it.
	 *
	 * @param number its number
	 * @param at when it came
	 * @param text what it says; {@code null} if it is a picture
	 * @param mentioned who is mentioned
	 */
	record Shown(int number, Instant at, @Nullable String text, List<String> mentioned) {
	}

}
