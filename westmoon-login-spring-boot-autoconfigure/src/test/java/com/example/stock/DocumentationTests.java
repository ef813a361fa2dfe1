package com.example.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each class that the documentation shows stands in this package too, so that it is
 * compiled and, where it is a test, run. A translated page has the same headings, rows,
 * examples and literals.
 */
class DocumentationTests {

	private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

	private static final Pattern NAME = Pattern.compile("^\\s*(?:(?:public|final) )*(?:class|interface|record) (\\w+)",
			Pattern.MULTILINE);

	private static final Pattern SHAPE = Pattern.compile("^(?:```.*?^```|#+ |- |\\||!\\[)",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern LITERAL = Pattern.compile("(?<!`)`[^`\\n]+`(?!`)");

	static Stream<Snippet> snippets() throws IOException {
		List<Snippet> snippets = new ArrayList<>();
		try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
			Stream.concat(Stream.of(Path.of("../README.md")), docs)
				.filter((file) -> file.toString().endsWith(".md"))
				.forEach((file) -> BLOCK.matcher(read(file))
					.results()
					.forEach((block) -> snippets.add(new Snippet(file.toString(), block.group(1)))));
		}
		return snippets.stream();
	}

	@ParameterizedTest
	@MethodSource("snippets")
	void whatTheDocumentationShowsIsCompiled(Snippet snippet) {
		assertThat(withoutSpace(snippet.code)).isEqualTo(withoutSpace(read(snippet.source())));
	}

	@Test
	void snippetsAreFound() throws IOException {
		assertThat(snippets()).hasSizeGreaterThanOrEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(strings = { "accounts", "cluster", "command-line", "login-page", "monitoring", "notifications",
			"security", "status-and-events", "what-happens-when" })
	void theChinesePageHasWhatTheEnglishOneHas(String page) {
		String english = read(Path.of("../docs", page + ".md"));
		String chinese = read(Path.of("../docs", page + ".zh.md"));
		assertThat(all(SHAPE, chinese)).isNotEmpty().isEqualTo(all(SHAPE, english));
		assertThat(all(LITERAL, chinese)).containsExactlyInAnyOrderElementsOf(all(LITERAL, english));
	}

	private static List<String> all(Pattern pattern, String page) {
		return pattern.matcher(page).results().map(MatchResult::group).toList();
	}

	private static String withoutSpace(String code) {
		return code.replaceAll("\\s+", "");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Snippet(String file, String code) {

		Path source() {
			Matcher name = NAME.matcher(this.code);
			assertThat(name.find()).as("a class in " + this.file).isTrue();
			return Path.of("src/test/java/com/example/stock", name.group(1) + ".java");
		}

		@Override
		public String toString() {
			return this.file;
		}

	}

}
