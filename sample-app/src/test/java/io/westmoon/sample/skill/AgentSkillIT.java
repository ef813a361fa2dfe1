package io.westmoon.sample.skill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.westmoon.login.test.Call;
import io.westmoon.login.test.Code;
import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays an agent that knows no more than {@code SKILL.md}: it runs the commands that
 * stand there, with the packaged jar, while a person with a phone reads its messages.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class AgentSkillIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private static final Pattern PICTURE = Pattern.compile("/\\S+/qr_codes/login_qr_\\d+\\.png");

	private static final List<String> LOOK = SkillText.commands(SkillText.chapter("Step 1"));

	private static final String STATUS = LOOK.get(0);

	private static final String CHECK = LOOK.get(1);

	private static final String SHOW = command("Step 2");

	private static final String CONTINUE = command("Step 3");

	private static final String USERINFO = command("Who is logged in?");

	private static final String LOGOUT = command("Log out");

	@TempDir
	Path directory;

	private WestmoonPlatformServer platform;

	private Agent agent;

	@BeforeEach
	void install() {
		this.platform = WestmoonPlatformServer.start().pollInterval(Duration.ofMillis(500));
		this.agent = new Agent(this.directory, this.platform.url());
	}

	@AfterEach
	void stop() {
		this.agent.close();
		this.platform.close();
	}

	/**
	 * The person logs in. Later the session ends, somebody else scans, and the login is
	 * refused at last.
	 */
	@Test
	void theTextLeadsThroughALoginAndOutOfWhatGoesWrong() {
		this.agent.environment("OPENCLAW_SESSION", "1");
		Result nobody = this.agent.login(CHECK);
		assertThat(nobody.status()).isNotZero();
		assertThat(Agent.json(nobody).get("verdict").asString()).isEqualTo("MISSING");

		showTheCode();
		this.platform.confirmAs("85844", "演示用户");
		Result done = this.agent.login(CONTINUE);
		assertThat(done.status()).isZero();
		assertThat(Agent.json(done).get("status").asString()).isEqualTo("logged_in");
		assertThat(Agent.json(done).get("nickname").asString()).isEqualTo("演示用户");
		List<String> tokens = tokens();

		this.platform.revoke();
		showTheCode();
		this.platform.confirmAs("1", "Stranger");
		Result stopped = this.agent.loginStopped(CONTINUE, () -> this.platform.awaitCalls(Call.GENERATE, 3, TIMEOUT));
		assertThat(stopped.status()).isNotIn(0, 1, 2);
		assertThat(tokens()).isEqualTo(tokens);

		showTheCode();
		this.platform.reject();
		Result refused = this.agent.login(CONTINUE);
		assertThat(refused.status()).isEqualTo(1);
		assertThat(Agent.json(refused).get("status").asString()).isEqualTo("failed");
		assertThat(Agent.json(refused).get("reason").asString()).isEqualTo("REJECTED");
		assertThat(SkillText.chapter("Step 3")).contains("| `REJECTED`");

		assertThat(this.agent.login(LOGOUT).status()).isZero();
		assertThat(this.agent.home().resolve("tokens.json")).doesNotExist();
		assertThat(this.agent.printed()).doesNotContain(tokens);
	}

	@Test
	void theTextTellsWhoIsLoggedIn() {
		String token = this.agent.storeSession(this.platform);
		Result status = this.agent.login(STATUS);
		assertThat(status.status()).isZero();
		assertThat(Agent.json(status).get("has_access_token").asBoolean()).isTrue();
		assertThat(Agent.json(status).get("is_expired").asBoolean()).isFalse();
		assertThat(this.platform.infoCalls()).isZero();
		Result user = this.agent.login(USERINFO);
		assertThat(user.status()).isZero();
		assertThat(user.out()).contains("85844");
		assertThat(this.agent.printed()).doesNotContain(token, "refresh-1");
	}

	@Test
	void noCommandOfTheTextIsLeftOut() {
		assertThat(SkillText.commands(SkillText.read(SkillText.SKILL))).containsExactlyInAnyOrder(STATUS, CHECK, SHOW,
				CONTINUE, USERINFO, LOGOUT);
	}

	/**
	 * Shows the code in a chat. The command must return although nobody has scanned; the
	 * next one runs after the person's message.
	 */
	private void showTheCode() {
		Result shown = this.agent.login(SHOW);
		assertThat(shown.status()).isZero();
		Matcher picture = PICTURE.matcher(shown.out());
		assertThat(picture.find()).as(shown.out()).isTrue();
		assertThat(shown.out().lines())
			.containsOnlyOnce("[OPENCLAW_SEND_FILE]" + picture.group() + "[/OPENCLAW_SEND_FILE]");
		assertThat(Path.of(picture.group())).hasBinaryContent(this.platform.currentCode().map(Code::png).orElseThrow());
		assertThat(this.platform.livingCodes()).isEqualTo(1);
	}

	private List<String> tokens() {
		JsonNode tokens = JsonMapper.builder().build().readTree(this.agent.home().resolve("tokens.json"));
		return Stream.of("access_token", "refresh_token").map((name) -> tokens.get(name).asString()).toList();
	}

	private static String command(String heading) {
		List<String> commands = SkillText.commands(SkillText.chapter(heading));
		assertThat(commands).as(heading).hasSize(1);
		return commands.get(0);
	}

}
