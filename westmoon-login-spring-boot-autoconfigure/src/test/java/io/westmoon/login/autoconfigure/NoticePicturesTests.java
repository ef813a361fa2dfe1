package io.westmoon.login.autoconfigure;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.imageio.ImageIO;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.page.Browser;
import io.westmoon.login.test.WestmoonPlatformServer;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes the pictures of notices for the documentation: a login is told through every
 * channel, and what arrives is rendered. With
 * {@code -Dwestmoon.notice-pictures=../docs/images} they are put there. Left to thorough
 * builds.
 */
@EnabledIfSystemProperty(named = "westmoon.every-look", matches = "true")
class NoticePicturesTests {

	private static final Path DIRECTORY = Path.of(System.getProperty("westmoon.notice-pictures", "target/screenshots"));

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int MAX_BYTES = 60_000;

	private static final List<String> CHATS = List.of("wecom", "dingtalk", "feishu", "webhook");

	private final Map<String, List<JsonNode>> posted = new ConcurrentHashMap<>();

	private final List<MimeMessage> mails = Collections.synchronizedList(new ArrayList<>());

	private final JavaMailSender sender = new JavaMailSenderImpl() {

		@Override
		public void send(MimeMessage message) {
			NoticePicturesTests.this.mails.add(message);
		}

	};

	@ParameterizedTest
	@ValueSource(strings = { "en", "zh" })
	void eachChannelIsPictured(String language) throws Exception {
		Browser.require();
		try (MockWebServer server = new MockWebServer();
				WestmoonPlatformServer platform = WestmoonPlatformServer.start()) {
			server.setDispatcher(new Robots());
			server.start();
			List<String> settings = new ArrayList<>(List.of(
					"westmoon.login.page.public-url=https://jobs.example.com/westmoon/login",
					"westmoon.login.notify.wecom.mention-users=all", "westmoon.login.notify.dingtalk.mention-users=all",
					"westmoon.login.notify.feishu.mention-users=all"));
			CHATS.forEach((name) -> settings.add("westmoon.login.notify." + name + ".url=" + server.url("/" + name)));
			login(platform, language, settings);
			login(platform, language, List.of("westmoon.login.notify.mail.to=ops@example.com",
					"westmoon.login.notify.mail.from=stock@example.com"));
		}
		try (Browser browser = Browser.open(language.equals("zh") ? "zh-CN" : "en-US")) {
			for (String name : CHATS) {
				assertThat(this.posted.get(name)).hasSizeGreaterThanOrEqualTo(3);
				save(browser, name, language, NoticeRenderer.render(name, language, this.posted.get(name)));
			}
			save(browser, "mail", language, mail(this.mails.get(0)));
		}
	}

	/**
	 * A person scans, and confirms once people were told of that.
	 */
	private void login(WestmoonPlatformServer platform, String language, List<String> settings) {
		boolean chinese = language.equals("zh");
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
							WestmoonLoginMailAutoConfiguration.class, WestmoonLoginAutoConfiguration.class))
			.withBean(JavaMailSender.class, () -> this.sender)
			.withPropertyValues(settings.toArray(String[]::new))
			.withPropertyValues("westmoon.login.store.type=memory", "westmoon.login.base-url=" + platform.url(),
					"westmoon.login.polling.interval=20ms", "westmoon.login.notify.language=" + language,
					"westmoon.login.notify.time-zone=Asia/Shanghai",
					"spring.application.name=" + (chinese ? "库存服务" : "stock-service"),
					"westmoon.login.display-name=" + (chinese ? "一号店" : "Shop A"))
			.run((context) -> {
				WestmoonAuthClient client = context.getBean(WestmoonAuthClient.class);
				client.verifiedSession(TIMEOUT, chinese ? "夜间库存同步" : "nightly stock import").subscribe();
				awaitTold(settings, 1);
				client.openCode(client.status().attempt().id()).block(TIMEOUT);
				platform.scan();
				awaitTold(settings, 2);
				platform.confirmAs("85844", chinese ? "演示用户" : "Demo user");
				awaitTold(settings, 3);
			});
	}

	private void awaitTold(List<String> settings, int notices) {
		boolean byMail = settings.get(0).contains("mail");
		Awaitility.await()
			.atMost(TIMEOUT)
			.until(() -> byMail ? this.mails.size() >= notices
					: CHATS.stream().allMatch((name) -> this.posted.getOrDefault(name, List.of()).size() >= notices));
	}

	private static void save(Browser browser, String name, String language, String html) throws Exception {
		Path page = Files.createTempFile("notice", ".html");
		Path picture = DIRECTORY.resolve("notice-" + name + "-" + language + ".png");
		try {
			Files.writeString(page, html);
			browser.get(page.toUri().toString());
			assertThat(browser.text("main")).contains(
					language.equals("zh") ? "西之月：需要扫码登录（一号店）" : "Westmoon: login needed (Shop A)",
					language.equals("zh") ? "夜间库存同步" : "nightly stock import");
			browser.save("main", picture);
			reduce(picture);
		}
		finally {
			Files.delete(page);
		}
		assertThat(Files.size(picture)).as(picture.toString()).isBetween(5_000L, (long) MAX_BYTES);
	}

	/**
	 * Keeps sixteen shades of each colour. The colours of the renderer are among them.
	 */
	private static void reduce(Path picture) throws IOException {
		BufferedImage image = ImageIO.read(picture.toFile());
		int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		for (int i = 0; i < pixels.length; i++) {
			int shades = pixels[i] & 0xf0f0f0;
			pixels[i] = shades | shades >> 4;
		}
		int[] colours = Arrays.stream(pixels).distinct().sorted().toArray();
		IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
		BufferedImage reduced = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
				model);
		int[] indexes = Arrays.stream(pixels).map((pixel) -> Arrays.binarySearch(colours, pixel)).toArray();
		reduced.getRaster().setPixels(0, 0, image.getWidth(), image.getHeight(), indexes);
		ImageIO.write(reduced, "png", picture.toFile());
	}

	private static String mail(MimeMessage mail) throws Exception {
		mail.saveChanges();
		Map<String, Object> parts = new HashMap<>();
		collect(mail, parts);
		return NoticeRenderer.mail(mail.getSubject(), mail.getFrom()[0].toString(),
				mail.getAllRecipients()[0].toString(), (String) parts.get("text/html"),
				(byte[]) parts.get("image/png"));
	}

	private static void collect(Part part, Map<String, Object> parts) throws Exception {
		if (part.getContent() instanceof Multipart several) {
			for (int i = 0; i < several.getCount(); i++) {
				BodyPart one = several.getBodyPart(i);
				collect(one, parts);
			}
		}
		else if (part.isMimeType("image/*")) {
			parts.put("image/png", part.getInputStream().readAllBytes());
		}
		else {
			parts.put(part.getContentType().replaceAll(";.*", ""), part.getContent());
		}
	}

	/**
	 * Answers what each robot answers that takes a message.
	 */
	private final class Robots extends Dispatcher {

		@Override
		public MockResponse dispatch(RecordedRequest request) {
			String name = request.getUrl().encodedPath().substring(1);
			NoticePicturesTests.this.posted
				.computeIfAbsent(name, (missing) -> Collections.synchronizedList(new ArrayList<>()))
				.add(JsonMapper.shared().readTree(request.getBody().utf8()));
			return new MockResponse.Builder().body("{\"errcode\":0,\"errmsg\":\"ok\",\"code\":0,\"msg\":\"success\"}")
				.build();
		}

	}

}
