package io.westmoon.sample.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens a picture in the system's viewer, as a process of its own that nobody waits for.
 */
final class ImageViewer {

	private static final String OS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

	/**
	 * How long a viewer may take to fail. One that works either stays open or has handed
	 * the picture over by then.
	 */
	private static final Duration FAILS_WITHIN = Duration.ofSeconds(1);

	private ImageViewer() {
	}

	/**
	 * Tells whether a person is likely to sit before a screen.
	 * @param environment the process's environment
	 * @return whether there is a desktop
	 */
	static boolean hasDesktop(Map<String, String> environment) {
		if (OS.startsWith("windows") || OS.startsWith("mac")) {
			return !environment.containsKey("SSH_CONNECTION");
		}
		return isSet(environment, "DISPLAY") || isSet(environment, "WAYLAND_DISPLAY");
	}

	private static boolean isSet(Map<String, String> environment, String name) {
		return !environment.getOrDefault(name, "").isBlank();
	}

	/**
	 * Opens a picture.
	 * @param path the picture's path
	 * @return whether a viewer was started and has not failed at once
	 */
	static boolean open(String path) {
		return start(command(path), FAILS_WITHIN);
	}

	static boolean start(List<String> command, Duration failsWithin) {
		ProcessBuilder viewer = new ProcessBuilder(command);
		viewer.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		viewer.redirectError(ProcessBuilder.Redirect.DISCARD);
		try {
			Process process = viewer.start();
			process.getOutputStream().close();
			return !process.waitFor(failsWithin.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

	private static List<String> command(String path) {
		if (OS.startsWith("windows")) {
			return List.of("rundll32", "url.dll,FileProtocolHandler", path);
		}
		return List.of(OS.startsWith("mac") ? "open" : "xdg-open", path);
	}

}
