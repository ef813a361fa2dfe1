package io.westmoon.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each table of the page on performance has a benchmark that writes it. The benchmarks
 * themselves are compiled by a profile only.
 */
class PerformancePageTests {

	private static final Path DOCS = Path.of("../docs");

	private static final Path BENCHMARKS = Path.of("src/jmh/java/io/westmoon/login/benchmark/Benchmarks.java");

	@Test
	void eachBenchmarkHasATableAndEachTableABenchmark() throws IOException {
		assertThat(
				names("<!-- benchmark: ([\\w-]+) -->\\n(?:(?!<!--).)*\\n<!-- end -->", DOCS.resolve("performance.md")))
			.containsExactlyInAnyOrderElementsOf(benchmarks());
	}

	@Test
	void contributorsReadOfEachBenchmark() throws IOException {
		String contributing = Files.readString(DOCS.resolve("contributing.md"));
		assertThat(benchmarks()).allSatisfy((name) -> assertThat(contributing).contains("\n| `" + name + "` |"));
	}

	private static List<String> benchmarks() throws IOException {
		List<String> names = names("ALL\\.put\\(\"([\\w-]+)\"", BENCHMARKS);
		assertThat(names).isNotEmpty().doesNotHaveDuplicates();
		return names;
	}

	private static List<String> names(String pattern, Path file) throws IOException {
		return Pattern.compile(pattern, Pattern.DOTALL)
			.matcher(Files.readString(file))
			.results()
			.map((found) -> found.group(1))
			.toList();
	}

}
