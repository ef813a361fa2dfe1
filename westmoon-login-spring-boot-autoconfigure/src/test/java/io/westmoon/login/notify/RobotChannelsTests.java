package io.westmoon.login.notify;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ch.qos.logback.classic.Level;
import io.westmoon.login.store.Samples;
import io.westmoon.login.testsupport.CapturedLog;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Each robot against a server that answers as its documentation says.
 */
class RobotChannelsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String OK = "{\"errcode\":0,\"errmsg\":\"ok\"}";

	private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1577262236757L), ZoneOffset.UTC);

	private static final Mentions NOBODY = Mentions.of(List.of(), List.of());

	private final MockWebServer server = new MockWebServer();

	private final WebhookChannels channels = new WebhookChannels(new WebhookClient(WebClient::builder), CLOCK);

	@BeforeEach
	void start() throws Exception {
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void wecomGetsTextWithMentionsAndTheLink() throws Exception {
		reply(OK);
		send(this.channels.wecom(url("/cgi-bin/webhook/send?key=hunter2"),
				Mentions.of(List.of("zhang", "all"), List.of("13800001111"))), Notices.withLink());
		RecordedRequest request = request();
		assertThat(request.getUrl().encodedPath()).isEqualTo("/cgi-bin/webhook/send");
		assertThat(request.getUrl().queryParameter("key")).isEqualTo("hunter2");
		assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
		JsonNode json = json(request);
		assertThat(json.at("/msgtype").asString()).isEqualTo("text");
		assertThat(json.at("/text/content").asString()).isEqualTo("Westmoon: login needed\none\ntwo\n"
				+ "Open the login page: https://jobs.example.com/westmoon/login/attempt-secret");
		assertThat(json.at("/text/mentioned_list")).map(JsonNode::asString).containsExactly("zhang", "@all");
		assertThat(json.at("/text/mentioned_mobile_list")).map(JsonNode::asString).containsExactly("13800001111");
	}

	@Test
	void wecomGetsThePictureInAMessageOfItsOwn() throws Exception {
		reply(OK);
		reply(OK);
		send(this.channels.wecom(url("/send?key=k"), NOBODY), Notices.withImage());
		assertThat(json(request()).at("/text/content").asString()).endsWith("one\nScan the picture.");
		JsonNode image = json(request());
		assertThat(image.at("/msgtype").asString()).isEqualTo("image");
		assertThat(Base64.getDecoder().decode(image.at("/image/base64").asString())).isEqualTo(Samples.PNG);
		assertThat(image.at("/image/md5").asString()).isEqualTo("f829b914fc47cfc9c0747c119c27cf1b");
	}

	@Test
	void wecomMentionsNobodyInAnOutcome() throws Exception {
		reply(OK);
		send(this.channels.wecom(url("/send?key=k"), Mentions.of(List.of("all"), List.of("13800001111"))),
				Notices.outcome());
		assertThat(json(request()).get("text").propertyNames()).containsExactly("content");
	}

	@Test
	void wecomGetsNoMoreBytesThanItTakesAndTheWholeLink() throws Exception {
		reply(OK);
		Notice notice = new Notice(NoticeKind.LOGIN_NEEDED, "shop", "西月".repeat(600), List.of(), Notices.PAGE + "/id",
				"打开", null, null, null);
		send(this.channels.wecom(url("/send?key=k"), NOBODY), notice);
		String content = json(request()).at("/text/content").asString();
		assertThat(content.getBytes(StandardCharsets.UTF_8).length).isBetween(2000, 2048);
		assertThat(content).endsWith("\n打开: " + Notices.PAGE + "/id");
	}

	@Test
	void dingTalkGetsSignedMarkdown() throws Exception {
		reply(OK);
		send(this.channels.dingTalk(url("/robot/send?access_token=hunter2"), "this is secret",
				Mentions.of(List.of("u1"), List.of("13800001111"))), Notices.withLink());
		RecordedRequest request = request();
		assertThat(request.getUrl().encodedQuery()).isEqualTo("access_token=hunter2&timestamp=1577262236757"
				+ "&sign=hmPWwU%2B7lVdm3ZZz0r9tSfx0L4Q26jWOZr9%2BGs6EZQM%3D");
		JsonNode json = json(request);
		assertThat(json.at("/msgtype").asString()).isEqualTo("markdown");
		assertThat(json.at("/markdown/title").asString()).isEqualTo("Westmoon: login needed");
		assertThat(json.at("/markdown/text").asString()).isEqualTo("#### Westmoon: login needed\n\none\n\ntwo\n\n"
				+ "[Open the login page](https://jobs.example.com/westmoon/login/attempt-secret)\n\n@u1 @13800001111");
		assertThat(json.at("/at/isAtAll").asBoolean()).isFalse();
		assertThat(json.at("/at/atUserIds")).map(JsonNode::asString).containsExactly("u1");
		assertThat(json.at("/at/atMobiles")).map(JsonNode::asString).containsExactly("13800001111");
	}

	@Test
	void dingTalkCannotShowThePictureAndSaysSo() throws Exception {
		reply(OK);
		send(this.channels.dingTalk(url("/robot/send?access_token=t"), null, Mentions.of(List.of("all"), List.of())),
				Notices.withImage());
		RecordedRequest request = request();
		assertThat(request.getUrl().encodedQuery()).isEqualTo("access_token=t");
		assertThat(json(request).at("/markdown/text").asString()).endsWith("one\n\nAsk the operator.");
	}

	@Test
	void feishuGetsASignedPost() throws Exception {
		reply("{\"code\":0,\"msg\":\"success\",\"data\":{},\"StatusCode\":0,\"StatusMessage\":\"success\"}");
		send(this.channels.feishu(url("/open-apis/bot/v2/hook/hunter2"), "demo",
				Mentions.of(List.of("all", "ou_1"), List.of())), Notices.withLink());
		JsonNode json = json(request());
		assertThat(json.get("timestamp").asString()).isEqualTo("1577262236");
		assertThat(json.get("sign").asString()).isEqualTo(Signatures.feishu(1577262236, "demo"));
		assertThat(json.get("msg_type").asString()).isEqualTo("post");
		JsonNode post = json.at("/content/post/zh_cn");
		assertThat(post.get("title").asString()).isEqualTo("Westmoon: login needed");
		assertThat(post.at("/content/0/0/text").asString()).isEqualTo("one");
		assertThat(post.at("/content/2/0/tag").asString()).isEqualTo("a");
		assertThat(post.at("/content/2/0/href").asString()).isEqualTo(Notices.withLink().link());
		assertThat(post.at("/content/3")).map((at) -> at.get("user_id").asString()).containsExactly("all", "ou_1");
	}

	@Test
	void aWebhookGetsItsTemplateWithTheValuesAsContentOfStrings() throws Exception {
		reply("");
		Notice notice = new Notice(NoticeKind.LOGIN_NEEDED, "shop", "a \"{link}\" \\ b", List.of("one", "two"),
				"https://x.example/$1", "open", null, null, null);
		send(this.channels.webhook(url("/push"), "{\"t\":\"{title}\",\"b\":\"{text}\\n{link}\",\"k\":\"{kind}\"}",
				Map.of("X-Gotify-Key", "hunter2")), notice);
		RecordedRequest request = request();
		assertThat(request.getHeaders().get("X-Gotify-Key")).isEqualTo("hunter2");
		JsonNode json = json(request);
		assertThat(json.get("t").asString()).isEqualTo("a \"{link}\" \\ b");
		assertThat(json.get("b").asString()).isEqualTo("one\ntwo\nhttps://x.example/$1");
		assertThat(json.get("k").asString()).isEqualTo("LOGIN_NEEDED");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"wecom|{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}|errcode 93000 invalid webhook url|",
			"wecom|{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}|errcode 45009 api freq out of limit|PT1M",
			"wecom|{\"errcode\":-1,\"errmsg\":\"system busy\"}|errcode -1 system busy|PT2S",
			"wecom|{\"errcode\":1,\"errmsg\":\"key=hunter2 is wrong\"}|errcode 1 key=*** is wrong|",
			"dingtalk|{\"errcode\":310000,\"errmsg\":\"sign not match\"}|errcode 310000 sign not match|",
			"dingtalk|{\"errcode\":130101,\"errmsg\":\"send too fast\"}|errcode 130101 send too fast|PT10M",
			"dingtalk|{\"errcode\":410100,\"errmsg\":\"发送速度太快而限流\"}|errcode 410100 发送速度太快而限流|PT10M",
			"dingtalk|{\"errcode\":300005,\"errmsg\":\"token hunter2 is not exist\"}|token *** is not exist|",
			"wecom|{\"errcode\":93000,\"errmsg\":\"invalid key hunter2\"}|errcode 93000 invalid key ***|",
			"feishu|{\"code\":19021,\"msg\":\"sign match fail\"}|code 19021 sign match fail|",
			"feishu|{\"code\":11232,\"msg\":\"frequency limited hunter2\"}|code 11232 frequency limited ***|PT1M",
			"feishu|{\"StatusCode\":9499,\"StatusMessage\":\"Bad Request\"}|StatusCode 9499 Bad Request|",
			"webhook|{\"code\":\"401\",\"message\":\"hunter2\"}|code 401|",
			"webhook|{\"code\":401,\"message\":\"hunter2\"}|code 401|" })
	void aRefusalWithStatus200IsAFailure(String robot, String reply, String message, Duration retryAfter) {
		reply(reply);
		assertFailure(robot, message, retryAfter);
	}

	@Test
	void aCodeMayBeAString() {
		reply("{\"errcode\":\"0\",\"errmsg\":\"ok\"}");
		send(channel("dingtalk"), Notices.withLink());
		reply("{\"errcode\":\"-1\",\"errmsg\":\"busy\"}");
		assertFailure("dingtalk", "errcode -1 busy", WebhookClient.SOON);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"StatusCode\":0}", "{\"code\":0,\"StatusCode\":0}" })
	void feishuMaySayInTwoWaysThatItTookAMessage(String reply) {
		reply(reply);
		send(channel("feishu"), Notices.withLink());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"code\":200}", "{\"code\":0}", "{\"id\":25,\"appid\":5}", "ok" })
	void aWebhookMayAnswerWhatItLikes(String reply) {
		reply(reply);
		send(channel("webhook"), Notices.withLink());
	}

	@ParameterizedTest
	@ValueSource(strings = { "wecom", "dingtalk", "feishu" })
	void whatIsNoReplyOfARobotIsAFailure(String robot) {
		for (String reply : List.of("<html><h1>It works!</h1></html>", "", "[]", "{}", "{\"errcode\":\"ok\"}",
				"{\"errcode\":0.5}", "{\"code\":null}")) {
			reply(reply);
			assertFailure(robot, "so it does not come from the robot", null);
		}
		reply("x".repeat(70_000));
		assertFailure(robot, "larger than 65536 bytes", null);
	}

	@ParameterizedTest
	@CsvSource({ "wecom, 302, ", "feishu, 404, ", "dingtalk, 429, PT1M", "webhook, 503, PT2S", "webhook, 307, " })
	void anotherStatusIsAFailureAndARedirectIsNotFollowed(String robot, int status, Duration retryAfter) {
		this.server.enqueue(new MockResponse.Builder().code(status)
			.addHeader("Location", this.server.url("/elsewhere").toString())
			.build());
		assertFailure(robot, "HTTP status " + status, retryAfter);
		assertThat(this.server.getRequestCount()).isEqualTo(1);
	}

	@Test
	void aServerThatIsNotThereIsToldWithoutItsAddress() {
		NotificationChannel channel = this.channels.wecom(URI.create("http://127.0.0.1:1/send?key=hunter2"), NOBODY);
		assertThatExceptionOfType(NotificationException.class).isThrownBy(() -> send(channel, Notices.outcome()))
			.withMessageStartingWith("not reached (")
			.withMessageNotContainingAny("hunter2", "127.0.0.1")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(WebhookClient.SOON));
	}

	@Test
	void aServerThatHangsIsNotWaitedForAndNothingIsLoggedOfIt() throws Exception {
		try (ServerSocket hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
				CapturedLog log = CapturedLog.open(Level.INFO)) {
			NotificationChannel channel = this.channels
				.wecom(URI.create("http://127.0.0.1:" + hanging.getLocalPort() + "/send?key=hunter2"), NOBODY);
			assertThatThrownBy(
					() -> channel.messages(Notices.withLink()).get(0).timeout(Duration.ofMillis(100)).block())
				.hasCauseInstanceOf(TimeoutException.class);
			assertThat(log.lines()).noneMatch((line) -> line.toString().contains("hunter2"));
		}
	}

	private void assertFailure(String robot, String message, Duration retryAfter) {
		assertThatExceptionOfType(NotificationException.class).isThrownBy(() -> send(channel(robot), Notices.outcome()))
			.withMessageContaining(message)
			.withMessageNotContaining("hunter2")
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(retryAfter));
	}

	private NotificationChannel channel(String robot) {
		return switch (robot) {
			case "wecom" -> this.channels.wecom(url("/send?key=hunter2"), NOBODY);
			case "dingtalk" -> this.channels.dingTalk(url("/robot/send?access_token=hunter2"), "secret", NOBODY);
			case "feishu" -> this.channels.feishu(url("/open-apis/bot/v2/hook/hunter2"), "secret", NOBODY);
			default -> this.channels.webhook(url("/hunter2"), WebhookChannels.DEFAULT_TEMPLATE, Map.of());
		};
	}

	private URI url(String path) {
		return URI.create(this.server.url(path).toString());
	}

	private void reply(String body) {
		this.server.enqueue(new MockResponse.Builder().body(body).build());
	}

	private RecordedRequest request() throws InterruptedException {
		return this.server.takeRequest(10, TimeUnit.SECONDS);
	}

	private static JsonNode json(RecordedRequest request) {
		return JsonMapper.shared().readTree(request.getBody().utf8());
	}

	private static void send(NotificationChannel channel, Notice notice) {
		Flux.fromIterable(channel.messages(notice)).concatMap((message) -> message).then(Mono.empty()).block(TIMEOUT);
	}

	@Test
	void aNoticeThatIsLoggedOrWrittenAsJsonShowsNoLink() {
		Notice notice = Notices.withLink();
		assertThat(notice.link()).isNotNull();
		assertThat(notice.toString()).doesNotContain(notice.link());
		assertThat(JsonMapper.shared().writeValueAsString(notice)).contains(notice.title())
			.doesNotContain("attempt-secret", "\"link\"");
	}

	@Test
	void aNoticeThatIsWrittenAsJsonShowsNoPicture() {
		assertThat(JsonMapper.shared().writeValueAsString(Notices.withImage())).contains("Scan the picture.")
			.doesNotContain("\"image\"", "\"bytes\"");
	}

}
