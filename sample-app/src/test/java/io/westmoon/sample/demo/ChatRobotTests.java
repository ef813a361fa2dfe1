package io.westmoon.sample.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.DigestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo's robot takes what a robot of WeCom takes, and nothing else.
 */
class ChatRobotTests {

	private static final byte[] PNG = { (byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10 };

	private final HttpClient http = HttpClient.newHttpClient();

	private final SetClock clock = new SetClock();

	private final ChatRobot robot = new ChatRobot(this.clock);

	@AfterEach
	void close() {
		this.robot.close();
	}

	@Test
	void aTextIsShownWithWhoeverIsMentioned() throws Exception {
		assertThat(post("""
				{"msgtype": "text", "text": {"content": "西之月\\n<b>", "mentioned_list": ["@all"],
				"mentioned_mobile_list": ["13800001111"]}}""")).isEqualTo("{\"errcode\":0,\"errmsg\":\"ok\"}");
		assertThat(this.robot.messages()).singleElement().satisfies((message) -> {
			assertThat(message.number()).isOne();
			assertThat(message.at()).isEqualTo(this.clock.instant());
			assertThat(message.text()).isEqualTo("西之月\n<b>");
			assertThat(message.mentioned()).containsExactly("@all", "13800001111");
			assertThat(message.picture()).isNull();
		});
	}

	@Test
	void aPictureIsShownIfItIsTheOneThatWasSent() throws Exception {
		assertThat(post(image(PNG, DigestUtils.md5DigestAsHex(PNG)))).contains("\"errcode\":0,");
		assertThat(post(image(PNG, "0".repeat(32)))).contains("\"errcode\":301019,");
		byte[] page = "<svg/>".getBytes();
		assertThat(post(image(page, DigestUtils.md5DigestAsHex(page)))).contains("\"errcode\":40009,");
		assertThat(this.robot.messages()).singleElement()
			.satisfies((message) -> assertThat(message.picture().bytes()).isEqualTo(PNG));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{|47001", "{}|40008", "{\"msgtype\":\"markdown\"}|40008", "{\"msgtype\":\"text\"}|44004",
					"{\"msgtype\":\"text\",\"text\":{\"content\":\"\"}}|44004",
					"{\"msgtype\":\"image\",\"image\":{\"base64\":\"!\"}}|40009" })
	void whatIsNoMessageIsRefused(String body, int code) throws Exception {
		assertThat(post(body)).contains("\"errcode\":" + code + ",");
		assertThat(this.robot.messages()).isEmpty();
	}

	@Test
	void aTextHasAtMost2048Bytes() throws Exception {
		assertThat(post(text("月".repeat(682) + "xx"))).contains("\"errcode\":0,");
		assertThat(post(text("月".repeat(683)))).contains("\"errcode\":40058,");
	}

	@Test
	void whoeverDoesNotKnowTheAddressPostsNothing() throws Exception {
		assertThat(send(this.robot.url() + "x", text("x"))).contains("\"errcode\":93000,");
		assertThat(send(this.robot.url().replaceAll("\\?.*", ""), text("x"))).contains("\"errcode\":93000,");
		assertThat(this.robot.messages()).isEmpty();
	}

	@Test
	void thereAre20MessagesAMinuteAndTheLatestAreKept() throws Exception {
		for (int i = 0; i < 20; i++) {
			assertThat(post(text("x"))).contains("\"errcode\":0,");
		}
		assertThat(post(text("x"))).contains("\"errcode\":45009,");
		this.clock.now = this.clock.now.plus(Duration.ofMinutes(1));
		for (int i = 0; i < 20; i++) {
			assertThat(post(text("y"))).contains("\"errcode\":0,");
		}
		assertThat(this.robot.messages()).hasSize(30).extracting(ChatRobot.Message::number).startsWith(11).endsWith(40);
	}

	private static String text(String content) {
		return "{\"msgtype\":\"text\",\"text\":{\"content\":\"" + content + "\"}}";
	}

	private static String image(byte[] bytes, String md5) {
		return "{\"msgtype\":\"image\",\"image\":{\"base64\":\"" + Base64.getEncoder().encodeToString(bytes)
				+ "\",\"md5\":\"" + md5 + "\"}}";
	}

	private String post(String body) throws Exception {
		return send(this.robot.url(), body);
	}

	private String send(String url, String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url))
			.timeout(Duration.ofSeconds(20))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString())
			.body()
			.replaceAll("\\{(\"errmsg\":\".*?\"),(\"errcode\":-?\\d+)}", "{$2,$1}");
	}

	private static final class SetClock extends Clock {

		private Instant now = Instant.parse("2026-03-01T08:00:00Z");

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
