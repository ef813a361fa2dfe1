package io.westmoon.login.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The page whose tables the benchmarks write. A table stands between
 * {@code <!-- benchmark: name -->} and {@code <!-- end -->}.
 */
final class PerformancePage {

	private static final String END = "\n<!-- end -->";

	private final Path file;

	PerformancePage(Path file) {
		this.file = file;
	}

	/**
	 * Replaces what stands between the markers of a benchmark.
	 * @param name the name of the benchmark
	 * @param table the new text
	 * @throws IOException if the file cannot be read or written, or has no such markers
	 */
	void write(String name, String table) throws IOException {
		String page = Files.readString(this.file);
		String marker = "<!-- benchmark: " + name + " -->\n";
		int start = page.indexOf(marker);
		int end = page.indexOf(END, start);
		if (start < 0 || end < 0) {
			throw new IOException("No place for the table of " + name + " in " + this.file.getFileName());
		}
		Files.writeString(this.file,
				page.substring(0, start + marker.length()) + "\n" + table.strip() + "\n" + page.substring(end));
	}

}
