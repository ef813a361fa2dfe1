package io.westmoon.sample.skill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.westmoon.login.LoginFailure;
import io.westmoon.login.SessionCheck.Verdict;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The skill keeps to the format that agents expect, and its files agree with each other.
 */
class SkillTextTests {

	private static final Pattern LINK = Pattern.compile("]\\(([^)#]*)(?:#([^)]+))?\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	@Test
	void theFrontmatterTellsWhenToUseTheSkill() {
		Map<String, Object> frontmatter = SkillText.frontmatter();
		assertThat(frontmatter).containsOnlyKeys("name", "description", "license");
		assertThat(name()).matches("[a-z0-9]+(-[a-z0-9]+)*").hasSizeLessThanOrEqualTo(64);
		assertThat(frontmatter.get("description").toString()).hasSizeLessThanOrEqualTo(1024)
			.contains("Westmoon", "西之月", "登录", "401", "no token")
			.doesNotContain("<", ">");
	}

	@Test
	void theInterfaceOfTheSkillIsDescribed() {
		Map<String, Object> file = SkillText.yaml(SkillText.read("agents/openai.yaml"));
		assertThat(file).containsOnlyKeys("interface");
		assertThat(file.get("interface")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("display_name", "short_description", "default_prompt")
			.allSatisfy((key, value) -> assertThat(value).isInstanceOf(String.class))
			.hasEntrySatisfying("short_description", (value) -> assertThat(value.toString()).hasSizeBetween(25, 64))
			.hasEntrySatisfying("default_prompt", (value) -> assertThat(value.toString()).contains("$" + name()));
	}

	@Test
	void theSkillIsShort() {
		assertThat(SkillText.read(SkillText.SKILL).lines().count()).isLessThanOrEqualTo(120);
	}

	@Test
	void linksLeadToWhatIsInstalledWithTheSkill() {
		Path root = SkillText.DIRECTORY.normalize();
		assertThat(markdown().flatMap((file) -> LINK.matcher(SkillText.read(file)).results().map((link) -> {
			Path target = link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1)).normalize();
			assertThat(target).as(link.group()).exists();
			assertThat(target.normalize().startsWith(root)).as(link.group()).isTrue();
			if (link.group(2) != null) {
				assertThat(anchors(target)).as(link.group()).contains(link.group(2));
			}
			return target;
		}))).hasSizeGreaterThanOrEqualTo(5);
	}

	@Test
	void theReferenceExplainsEachVerdictAndReason() {
		String reference = SkillText.read(SkillText.REFERENCE);
		// The command line calls a renewal that nobody scans NOBODY_SCANNED, too.
		Stream<LoginFailure.Kind> kinds = Stream.of(LoginFailure.Kind.values())
			.filter((kind) -> kind != LoginFailure.Kind.EXPIRED);
		assertThat(Stream.concat(Stream.of(Verdict.values()), kinds).map(Enum::name))
			.allSatisfy((word) -> assertThat(reference).contains("`" + word + "`"));
	}

	@Test
	void theTurnEndsBetweenTheCodeAndTheScan() {
		String show = SkillText.chapter("Step 2");
		assertThat(SkillText.commands(show)).singleElement().asString().endsWith(" login");
		assertThat(show.indexOf("END YOUR TURN")).isGreaterThan(show.lastIndexOf("```"));
		assertThat(SkillText.chapter("Step 3")).contains("next message");
		assertThat(SkillText.commands(SkillText.read(SkillText.SKILL)))
			.noneSatisfy((command) -> assertThat(command).contains("--blocking"));
	}

	@Test
	void theJarIsBuiltWhereTheCommandsLookForIt() {
		List<String> build = SkillText.commands(SkillText.read(SkillText.REFERENCE));
		assertThat(build).last().asString().isEqualTo("cp sample-app/target/sample-app.jar docs/agent-skill/");
		assertThat(SkillText.commands(SkillText.read(SkillText.SKILL)))
			.allSatisfy((command) -> assertThat(command).startsWith("java -jar sample-app.jar login"));
	}

	private static String name() {
		return SkillText.frontmatter().get("name").toString();
	}

	private static Stream<Path> markdown() {
		return SkillText.files().stream().filter((file) -> file.toString().endsWith(".md"));
	}

	private static List<String> anchors(Path file) {
		assertThat(Files.isRegularFile(file)).isTrue();
		return HEADING.matcher(SkillText.read(file))
			.results()
			.map((heading) -> heading.group(1).toLowerCase(Locale.ROOT))
			.map((heading) -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
			.toList();
	}

}
