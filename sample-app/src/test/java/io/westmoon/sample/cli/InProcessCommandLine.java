package io.westmoon.sample.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.westmoon.sample.JarProcess;

/**
 * The command line on a thread of this process, with streams and an environment of its
 * own. It ends with the test at the latest.
 */
final class InProcessCommandLine implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final CompletableFuture<Integer> status;

	private InProcessCommandLine(String language, Map<String, String> environment, String... arguments) {
		Terminal terminal = new Terminal(new PrintWriter(this.out, true), new PrintWriter(this.err, true));
		Messages messages = new Messages(Locale.forLanguageTag(language));
		this.status = CompletableFuture
			.supplyAsync(() -> LoginCommandLine.run(terminal, messages, environment, arguments), (task) -> {
				Thread thread = new Thread(task, "command-line");
				thread.setDaemon(true);
				thread.start();
			});
	}

	static InProcessCommandLine start(String language, Map<String, String> environment, String... arguments) {
		return new InProcessCommandLine(language, Map.copyOf(environment), arguments);
	}

	/**
	 * Waits for its end.
	 * @return what came out of it
	 */
	JarProcess.Result await() {
		int exitStatus = this.status.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
		return new JarProcess.Result(exitStatus, this.out.toString(), this.err.toString());
	}

	@Override
	public void close() {
		this.status.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).exceptionally((ex) -> -1).join();
	}

}
