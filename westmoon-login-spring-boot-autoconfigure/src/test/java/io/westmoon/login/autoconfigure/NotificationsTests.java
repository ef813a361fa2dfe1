package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.westmoon.login.LoginNotifications;
import io.westmoon.login.UnknownAccountException;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import io.westmoon.login.notify.NoticeKind;
import io.westmoon.login.notify.NotificationChannel;
import io.westmoon.login.notify.RecordingChannel;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.login.testsupport.CapturedLog;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Channels that are set by properties.
 */
class NotificationsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final String OK = "{\"errcode\":0,\"errmsg\":\"ok\"}";

	private final MockWebServer server = new MockWebServer();

	private ApplicationContextRunner runner;

	@BeforeEach
	void start() throws Exception {
		this.server.start();
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class,
					WebClientAutoConfiguration.class, WestmoonLoginMailAutoConfiguration.class,
					WestmoonLoginMetricsAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
			.withPropertyValues("westmoon.login.store.type=memory");
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void withoutAnAddressThereIsNoChannelAndNothingIsNeeded() {
		this.runner.withClassLoader(new FilteredClassLoader(JavaMailSender.class, MeterRegistry.class))
			.withPropertyValues("westmoon.login.notify.wecom.url=")
			.run((context) -> {
				assertThat(test(context, "default")).isEmpty();
				LoginNotifications notifications = context.getBean(LoginNotifications.class);
				assertThat(notifications.snooze("default", Duration.ofHours(1)).block(TIMEOUT)).isFalse();
				assertThatExceptionOfType(UnknownAccountException.class)
					.isThrownBy(() -> notifications.test("nobody").block(TIMEOUT));
			});
	}

	/**
	 * The channels of the application are asked too, whatever they do, and no filter of
	 * the application sees an address.
	 */
	@Test
	void aTestNoticeTellsWhatEachChannelAnsweredAndIsCounted() {
		NotificationChannel broken = Mockito.mock(NotificationChannel.class);
		Mockito.when(broken.name()).thenReturn("broken");
		Mockito.when(broken.messages(Mockito.any())).thenThrow(new NoClassDefFoundError("x"));
		reply(OK);
		reply("{\"errcode\":310000,\"errmsg\":\"sign not match\"}");
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(RecordingChannel.class)
			.withBean("broken", NotificationChannel.class, () -> broken)
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.filter((request, next) -> {
				throw new IllegalStateException(request.url().toString());
			}))
			.withPropertyValues("westmoon.login.notify.wecom.url=" + url("/wecom?key=hunter2"))
			.run((context) -> {
				assertThat(test(context, "default")).containsExactly(Map.entry("wecom", "sent"),
						Map.entry("recording", "sent"), Map.entry("broken", "NoClassDefFoundError"));
				assertThat(context.getBean(RecordingChannel.class).kinds()).containsExactly(NoticeKind.TEST);
				assertThat(test(context, "default")).containsEntry("wecom", "errcode 310000 sign not match");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				for (String outcome : List.of("sent", "failed")) {
					assertThat(registry.get("westmoon.login.notices")
						.tags("account", "default", "channel", "wecom", "outcome", outcome)
						.counter()
						.count()).isEqualTo(1);
				}
			});
	}

	@Test
	void anAccountInheritsChannelsAndOverridesThem() throws Exception {
		this.runner
			.withPropertyValues("westmoon.login.notify.webhook.url=" + url("/all"),
					"westmoon.login.notify.webhook.headers.X-Token=hunter2",
					"westmoon.login.accounts.shop-a.display-name=Shop A",
					"westmoon.login.accounts.shop-b.notify.webhook.url=" + url("/b"),
					"westmoon.login.accounts.shop-b.notify.language=en",
					"westmoon.login.accounts.shop-c.notify.webhook.url=")
			.run((context) -> {
				for (String account : List.of("shop-a", "shop-b")) {
					reply("ok");
					assertThat(test(context, account)).containsExactly(Map.entry("webhook", "sent"));
				}
				assertThat(test(context, "shop-c")).isEmpty();
				reply("ok");
				WestmoonAuthClients accounts = context.getBean(WestmoonAuthClients.class);
				accounts.register("shop-d", Map.of("notify.webhook.url", url("/d")));
				assertThat(test(context, "shop-d")).hasSize(1);
				accounts.remove("shop-d");
			});
		RecordedRequest first = request();
		assertThat(first.getTarget()).isEqualTo("/all");
		assertThat(first.getHeaders().get("X-Token")).isEqualTo("hunter2");
		assertThat(json(first).get("title").asString()).isEqualTo("西之月：测试通知（Shop A）");
		RecordedRequest second = request();
		assertThat(second.getTarget()).isEqualTo("/b");
		assertThat(json(second).get("title").asString()).isEqualTo("Westmoon: test notice (shop-b)");
		assertThat(request().getTarget()).isEqualTo("/d");
	}

	@Test
	void aLoginIsToldFromItsCodeToItsEnd() {
		try (WestmoonPlatformServer platform = WestmoonPlatformServer.start(); CapturedLog log = CapturedLog.open()) {
			for (int i = 0; i < 4; i++) {
				reply(OK);
			}
			this.runner
				.withPropertyValues("westmoon.login.base-url=" + platform.url(), "westmoon.login.polling.interval=20ms",
						"westmoon.login.notify.wecom.url=" + url("/wecom?key=hunter2"))
				.run((context) -> {
					context.getBean(WestmoonAuthClient.class).session().subscribe();
					assertThat(json(request()).at("/text/content").asString()).startsWith("西之月：需要扫码登录\n");
					assertThat(json(request()).at("/image/base64").asString()).isNotEmpty();
					platform.scanAndConfirm();
					JsonNode last = json(request());
					if (last.at("/text/content").asString().startsWith("西之月：已扫码")) {
						last = json(request());
					}
					assertThat(last.at("/text/content").asString()).startsWith("西之月：登录成功\n");
				});
			assertThat(log.lines()).filteredOn((line) -> !line.logger().startsWith("reactor.netty"))
				.noneMatch((line) -> line.toString().contains("hunter2"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "wecom, https://evil.example/cgi-bin/webhook/send?key=hunter2, qyapi.weixin.qq.com",
			"wecom, https://qyapi.weixin.qq.com.evil.example/hunter2, qyapi.weixin.qq.com",
			"wecom, https://qyapi.weixin.qq.com:8443/hunter2, qyapi.weixin.qq.com",
			"wecom, http://qyapi.weixin.qq.com/hunter2, https",
			"wecom, https://qyapi.weixin.qq.com/cgi-bin/webhook/hunter2, key=",
			"dingtalk, https://oapi.dingtalk.com/robot/hunter2?access_token, access_token=",
			"feishu, https://open.feishu.cn/hunter2, /open-apis/bot/",
			"dingtalk, https://user:hunter2@oapi.dingtalk.com/robot/send, without a user",
			"feishu, https://open.feishu.com/open-apis/bot/v2/hook/hunter2, open.larksuite.com",
			"webhook, http://10.0.0.1/hunter2, https", "webhook, hunter2, absolute",
			"webhook, https://x.example/{hunter2}, no address", "webhook, ftp://x.example/hunter2, https" })
	void anAddressThatMustNotBeUsedStopsTheStartAndIsNotShown(String channel, String url, String reason) {
		this.runner.withPropertyValues("westmoon.login.notify." + channel + ".url=" + url)
			.run((context) -> assertThat(context).getFailure().satisfies((failure) -> {
				FailureAnalysis analysis = new SecretPropertyFailureAnalyzer().analyze(failure);
				assertThat(analysis.getDescription() + analysis.getAction())
					.contains("westmoon.login.notify." + channel + ".url", reason)
					.doesNotContain("hunter2");
			}));
	}

	@Test
	void mailAddressesAreSeparatedByCommas() {
		WestmoonAccountProperties settings = new WestmoonAccountProperties();
		settings.getNotify().getMail().setTo(List.of("a@example.com，b@example.com"));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> new NotifyValidator("westmoon.login").check(settings))
			.withMessageContaining("westmoon.login.notify.mail.to")
			.withMessageContaining("commas");
	}

	@Test
	void anAddressOfTheRobotsHostIsUsed() {
		WestmoonAccountProperties settings = new WestmoonAccountProperties();
		settings.getNotify().getWecom().setUrl(" https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k ");
		settings.getNotify().getDingtalk().setUrl("https://OAPI.dingtalk.com:443/robot/send?access_token=t");
		settings.getNotify().getFeishu().setUrl("https://open.larksuite.com/open-apis/bot/v2/hook/h");
		settings.getNotify().getWebhook().setUrl("https://anything.example:8443/x");
		new NotifyValidator("westmoon.login").check(settings);
		assertThat(ChannelUrl.values()).allSatisfy((url) -> assertThat(url.of(settings)).isNotNull());
		settings.getNotify().getFeishu().setUrl("http://feishu.example/hook");
		assertThatExceptionOfType(SecretPropertyException.class)
			.isThrownBy(() -> new NotifyValidator("westmoon.login").check(settings));
		settings.setAllowInsecureHttp(true);
		new NotifyValidator("westmoon.login").check(settings);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "quiet-hours|10pm-8am", "remind-every|-1s", "remind-every|10s", "timeout|0s",
			"webhook.template|{title}", "webhook.template|' '", "mail.to|ops@example.com" })
	void aSettingThatCannotWorkStopsTheStart(String property, String value) {
		this.runner
			.withPropertyValues("westmoon.login.default-account=false",
					"westmoon.login.accounts.shop.notify." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("westmoon.login.accounts.shop.notify." + property));
	}

	/**
	 * It was claimed, so no other process would send it.
	 */
	@Test
	void aNoticeThatIsOnItsWayWhenTheApplicationEndsIsStillSent() {
		Sinks.Empty<Void> answer = Sinks.empty();
		CompletableFuture<Boolean> outcome = new CompletableFuture<>();
		NotificationChannel slow = Mockito.mock(NotificationChannel.class);
		Mockito.when(slow.name()).thenReturn("slow");
		Mockito.when(slow.messages(Mockito.any())).thenReturn(List.of(answer.asMono()));
		this.runner.withBean(NotificationChannel.class, () -> slow).run((context) -> {
			Notifiers notifiers = context.getBean(Notifiers.class);
			assertThat(context.getBean(WestmoonAuthClient.class).account()).isEqualTo("default");
			notifiers.test("default").subscribe((answers) -> outcome.complete(answers.containsValue("sent")));
			CompletableFuture<Void> closing = CompletableFuture.runAsync(notifiers::close);
			Awaitility.await()
				.atMost(TIMEOUT)
				.until(() -> notifiers.test("default").timeout(TIMEOUT).block().containsValue("the channel is closed"));
			answer.tryEmitEmpty();
			assertThat(closing).succeedsWithin(TIMEOUT);
			assertThat(outcome).isCompletedWithValue(true);
		});
	}

	@Test
	void anAccountThatIsRemovedLeavesNoChannelBehind() {
		this.runner.withPropertyValues("westmoon.login.notify.webhook.url=" + url("/all")).run((context) -> {
			WestmoonAuthClients accounts = context.getBean(WestmoonAuthClients.class);
			Map<?, ?> senders = (Map<?, ?>) ReflectionTestUtils.getField(context.getBean(Notifiers.class), "senders");
			assertThat(accounts.get("default")).isNotNull();
			assertThat(senders).hasSize(1);
			accounts.register("own", Map.of("notify.webhook.url", url("/own")));
			accounts.register("shared", Map.of());
			assertThat(senders).hasSize(2);
			accounts.remove("own");
			accounts.remove("shared");
			assertThat(senders).hasSize(1);
			reply("ok");
			assertThat(test(context, "default")).containsExactly(Map.entry("webhook", "sent"));
		});
	}

	@Test
	void mailsNeedSpringsMailSupport() {
		this.runner.withClassLoader(new FilteredClassLoader(JavaMailSender.class))
			.withPropertyValues("westmoon.login.notify.mail.to=ops@example.com")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("spring-boot-starter-mail"));
	}

	@Test
	void mailsAreSentByTheApplicationsSender() {
		JavaMailSender sender = Mockito.mock(JavaMailSender.class);
		Mockito.when(sender.createMimeMessage()).thenReturn(new MimeMessage((Session) null));
		this.runner.withBean(JavaMailSender.class, () -> sender)
			.withPropertyValues("westmoon.login.notify.mail.to=ops@example.com", "spring.mail.username=app@example.com")
			.run((context) -> assertThat(test(context, "default")).containsExactly(Map.entry("mail", "sent")));
		Mockito.verify(sender).send(Mockito.any(MimeMessage.class));
	}

	@Test
	void anAddressWithinThePrivateNetworkIsNotReachedUnlessAllowed() {
		reply("ok");
		NotifyWebClients clients = new NotifyWebClients(new DefaultListableBeanFactory());
		assertThatExceptionOfType(WebClientRequestException.class).isThrownBy(() -> get(clients.builder(true)));
		assertThat(this.server.getRequestCount()).isZero();
		assertThat(get(clients.builder(false))).isEqualTo("ok");
	}

	private String get(WebClient.Builder builder) {
		return builder.build().get().uri(url("/")).retrieve().bodyToMono(String.class).block(TIMEOUT);
	}

	private static Map<String, String> test(ApplicationContext context, String account) {
		return context.getBean(LoginNotifications.class).test(account).block(TIMEOUT);
	}

	private String url(String path) {
		return this.server.url(path).toString();
	}

	private void reply(String body) {
		this.server.enqueue(new MockResponse.Builder().body(body).build());
	}

	private RecordedRequest request() throws InterruptedException {
		return this.server.takeRequest(20, TimeUnit.SECONDS);
	}

	private static JsonNode json(RecordedRequest request) {
		return JsonMapper.shared().readTree(request.getBody().utf8());
	}

}
