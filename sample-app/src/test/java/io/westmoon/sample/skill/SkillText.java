package io.westmoon.sample.skill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an agent gets to read: the files of the skill, as they are in the documentation.
 */
final class SkillText {

	static final Path DIRECTORY = Path.of("..", "docs", "agent-skill");

	static final String SKILL = "SKILL.md";

	static final String REFERENCE = "references/api_reference.md";

	static final String GUIDE = "references/integration_guide.md";

	private static final Pattern FRONTMATTER = Pattern.compile("\\A---\\R(.*?)^---\\R",
			Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--(\\[no-])?([a-z][a-z-]*)");

	private SkillText() {
	}

	static List<Path> files() {
		try (Stream<Path> files = Files.walk(DIRECTORY)) {
			return files.filter((file) -> file.toString().endsWith(".md") || file.toString().endsWith(".yaml"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String read(String file) {
		return read(DIRECTORY.resolve(file));
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Map<String, Object> frontmatter() {
		Matcher frontmatter = FRONTMATTER.matcher(read(SKILL));
		assertThat(frontmatter.find()).as("frontmatter").isTrue();
		return yaml(frontmatter.group(1));
	}

	static Map<String, Object> yaml(String text) {
		return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
	}

	/**
	 * Returns what stands under a heading, up to the next one.
	 */
	static String chapter(String heading) {
		Matcher chapter = Pattern
			.compile("^## " + Pattern.quote(heading) + ".*?(?=^## |\\z)", Pattern.DOTALL | Pattern.MULTILINE)
			.matcher(read(SKILL));
		assertThat(chapter.find()).as(heading).isTrue();
		return chapter.group();
	}

	/**
	 * Returns the commands of a text in its order.
	 */
	static List<String> commands(String text) {
		return blocks("shell", text).stream().flatMap(String::lines).filter((line) -> !line.isBlank()).toList();
	}

	static List<String> blocks(String language, String text) {
		return Pattern.compile("^```" + language + "\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
			.matcher(text)
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	/**
	 * Returns the long options that a text names.
	 */
	static Set<String> flags(String text) {
		Set<String> flags = new TreeSet<>();
		FLAG.matcher(text).results().forEach((flag) -> {
			flags.add("--" + flag.group(2));
			if (flag.group(1) != null) {
				flags.add("--no-" + flag.group(2));
			}
		});
		return flags;
	}

}
