package io.westmoon.sample.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import org.jspecify.annotations.Nullable;

/**
 * Brings a code before a person: as a path, in the terminal, in the system's viewer, or
 * in a chat by way of an agent.
 */
final class CodeDisplay {

	private final SessionStore store;

	private final Report report;

	private final Map<String, String> environment;

	private final boolean agent;

	private final boolean open;

	CodeDisplay(SessionStore store, Report report, Map<String, String> environment, @Nullable Boolean open) {
		this.store = store;
		this.report = report;
		this.environment = environment;
		this.agent = "1".equals(environment.get("OPENCLAW_SESSION"));
		this.open = (open != null) ? open : !this.agent && ImageViewer.hasDesktop(environment);
	}

	/**
	 * Shows a code.
	 */
	void show(LoginQrCode code) {
		String path = this.store.scanLocation(code);
		lines(code, path).forEach(this.report.json() ? this.report.terminal()::say : this.report.terminal()::print);
		if (this.report.json()) {
			this.report.terminal().printJsonLine(describe(code, path));
		}
		draw(code);
		if (this.open && path != null && !ImageViewer.open(path)) {
			this.report.say("code.noViewer", path);
		}
	}

	private void draw(LoginQrCode code) {
		CodeImage image = code.image();
		if (image == null || this.report.json() || !this.report.terminal().outIsTerminal()) {
			return;
		}
		String sequence = TerminalPicture.of(this.environment).sequence(image);
		if (sequence != null) {
			this.report.terminal().draw(sequence);
		}
	}

	private Map<String, @Nullable Object> describe(LoginQrCode code, @Nullable String path) {
		Map<String, @Nullable Object> description = Report.event("code", "pending");
		description.put("image", path);
		description.put("scan_token", code.scanToken());
		description.put("expires_at", Report.epochSeconds(code.expiresAt()));
		description.put("poll_interval_ms", code.pollInterval().toMillis());
		CodeImage image = code.image();
		if (this.agent && image != null) {
			description.put("data_uri", image.dataUri());
		}
		return description;
	}

	private List<String> lines(LoginQrCode code, @Nullable String path) {
		Messages messages = this.report.messages();
		List<String> lines = new ArrayList<>();
		lines.add(messages.get("code.scan"));
		lines.add((path != null) ? messages.get("code.image", path) : messages.get("code.elsewhere"));
		String copy = (path != null) ? copyCommand(path) : null;
		if (copy != null) {
			lines.add(messages.get("code.copy", copy));
		}
		lines.add(messages.get("code.token", code.scanToken()));
		lines.add(messages.get("code.until", Messages.time(code.expiresAt())));
		if (this.report.json()) {
			// The token and the picture are in the object.
			lines.remove(lines.size() - 2);
			return lines;
		}
		CodeImage image = code.image();
		if (this.agent && path != null) {
			lines.add("[OPENCLAW_SEND_FILE]" + path + "[/OPENCLAW_SEND_FILE]");
		}
		if (this.agent && image != null) {
			lines.add(image.dataUri());
		}
		return lines;
	}

	/**
	 * Writes the command that brings the picture from here to the machine on which the
	 * person sits. The address is the one that this machine was reached at.
	 */
	private @Nullable String copyCommand(String path) {
		List<String> connection = List.of(this.environment.getOrDefault("SSH_CONNECTION", "").split(" ", -1));
		if (connection.size() != 4) {
			return null;
		}
		String host = connection.get(2).contains(":") ? "[" + connection.get(2) + "]" : connection.get(2);
		String user = System.getProperty("user.name", "");
		String port = connection.get(3).equals("22") ? "" : "-P " + Commands.quote(connection.get(3)) + " ";
		return "scp " + port + Commands.quote(user + "@" + host + ":" + path) + " .";
	}

}
