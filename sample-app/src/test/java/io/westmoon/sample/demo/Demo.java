package io.westmoon.sample.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.westmoon.sample.JarProcess;

/**
 * The packaged demo, started as a newcomer does.
 *
 * @param process its process
 * @param url what it tells to open
 */
record Demo(JarProcess process, String url) implements AutoCloseable {

	/**
	 * Starts the demo.
	 * @param port where it is; {@code 0} for any, of which the notices know nothing
	 * @param more further arguments
	 */
	static Demo start(Path userHome, int port, String... more) {
		Stream<String> arguments = Stream.of("--spring.profiles.active=demo", "--server.port=" + port,
				"--westmoon.login.polling.interval=300ms", "--westmoon.login.renewal.remind-before=0s",
				"--westmoon.login.notify.language=en");
		JarProcess process = JarProcess.start(userHome, Map.of("PATH", "/usr/bin:/bin"), List.of(),
				Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
		process.awaitLine((text) -> text.contains("This is a demo") && text.contains("no password"));
		process.awaitLine((text) -> text.contains("-Dspring-boot.run.arguments=--server.port=9090"));
		String line = process.awaitLine((text) -> text.contains("Open the page"));
		String url = line.replaceAll(".*(http://localhost:\\d+)/.*", "$1");
		process.awaitLine((text) -> text.contains("curl '" + url + "/api/stock?keyword=mug'"));
		process.awaitLine((text) -> text.contains(url + "/phone"));
		return new Demo(process, url);
	}

	@Override
	public void close() {
		this.process.close();
	}

}
