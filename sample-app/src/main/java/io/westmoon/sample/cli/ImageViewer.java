package io.westmoon.sample.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Opens a picture in the system's viewer, as a process of its own that nobody waits for.
 */
final class ImageViewer {

	private static final String OS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);

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
	 * @return whether a viewer was started; what becomes of it is not looked at
	 */
	static boolean open(String path) {
		ProcessBuilder viewer = new ProcessBuilder(command(path));
		viewer.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		viewer.redirectError(ProcessBuilder.Redirect.DISCARD);
		try {
			viewer.start().getOutputStream().close();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static List<String> command(String path) {
		if (OS.startsWith("windows")) {
			return List.of("rundll32", "url.dll,FileProtocolHandler", path);
		}
		return List.of(OS.startsWith("mac") ? "open" : "xdg-open", path);
	}

}
