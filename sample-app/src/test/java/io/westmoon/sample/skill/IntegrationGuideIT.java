package io.westmoon.sample.skill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import io.westmoon.login.test.WestmoonPlatformServer;
import io.westmoon.sample.JarProcess.Result;
import io.westmoon.sample.Required;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The references of the skill hold what the packaged jar does: its options, and the
 * example of a program that uses its login.
 */
@EnabledIfSystemProperty(named = "westmoon.every-case", matches = "true")
class IntegrationGuideIT {

	private static final String CALL = "python3 call.py /api/products?keyword=";

	@TempDir
	Path directory;

	private WestmoonPlatformServer platform;

	private Agent agent;

	@BeforeEach
	void install() {
		this.platform = WestmoonPlatformServer.start();
		this.agent = new Agent(this.directory, this.platform.url());
	}

	@AfterEach
	void stop() {
		this.agent.close();
		this.platform.close();
	}

	@Test
	void theReferenceNamesEachOptionAndNoOther() {
		Set<String> options = SkillText.flags(this.agent.shell("java -jar sample-app.jar login --help").out());
		assertThat(options).contains("--status", "--no-open");
		assertThat(SkillText.flags(SkillText.read(SkillText.REFERENCE))).isEqualTo(options);
		assertThat(options).containsAll(SkillText.flags(SkillText.read(SkillText.SKILL)))
			.containsAll(SkillText.flags(SkillText.read(SkillText.GUIDE)));
	}

	@Test
	void theExampleCallsWithTheLoginAndTellsWhenANewOneIsNeeded() throws IOException {
		Required.orSkip(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 for the example of the guide");
		assertThat(SkillText.blocks("python", SkillText.read(SkillText.GUIDE))).hasSize(1);
		Files.writeString(this.agent.skill().resolve("call.py"),
				SkillText.blocks("python", SkillText.read(SkillText.GUIDE)).get(0));
		this.agent.environment("WESTMOON_HOME", this.agent.home().toString());
		this.agent.environment("WESTMOON_URL", this.platform.url());
		String token = this.agent.storeSession(this.platform);

		Result products = this.agent.shell(CALL);
		assertThat(products.status()).isZero();
		assertThat(Agent.json(products).get("code").asInt()).isZero();

		this.platform.forbid(true);
		Result forbidden = this.agent.shell(CALL);
		assertThat(forbidden.status()).isEqualTo(1);
		assertThat(forbidden.err()).contains("This user may not make that call.");

		this.platform.revoke();
		Result ended = this.agent.shell(CALL);
		assertThat(ended.status()).isEqualTo(1);
		assertThat(ended.err()).contains("A login is needed");
		assertThat(this.agent.printed()).doesNotContain(token, "refresh-1");
	}

}
