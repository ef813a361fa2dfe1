package io.westmoon.sample.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import org.jspecify.annotations.Nullable;

/**
 * Brings a code before a person: as a path, in the system's viewer, or in a chat by way
 * of an agent.
 */
final class CodeDisplay {

	private final SessionStore store;

	private final Report report;

	private final boolean agent;

	private final boolean open;

	CodeDisplay(SessionStore store, Report report, Map<String, String> environment, @Nullable Boolean open) {
		this.store = store;
		this.report = report;
		this.agent = "1".equals(environment.get("OPENCLAW_SESSION"));
		this.open = (open != null) ? open : !this.agent && ImageViewer.hasDesktop(environment);
	}

	/**
	 * Shows a code.
	 * @param code the code
	 * @param result whether the code is the result of the command, not a step to it
	 */
	void show(LoginQrCode code, boolean result) {
		String path = this.store.scanLocation(code);
		if (this.report.json() && result) {
			this.report.terminal().printJson(describe(code, path));
		}
		else {
			lines(code, path).forEach(this.report.json() ? this.report.terminal()::say : this.report.terminal()::print);
		}
		if (this.open && path != null && !ImageViewer.open(path)) {
			this.report.say("code.noViewer", path);
		}
	}

	private Map<String, @Nullable Object> describe(LoginQrCode code, @Nullable String path) {
		Map<String, @Nullable Object> description = new LinkedHashMap<>();
		description.put("status", "pending");
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
		lines.add(messages.get("code.token", code.scanToken()));
		lines.add(messages.get("code.until", Report.time(code.expiresAt())));
		CodeImage image = code.image();
		if (this.agent && path != null) {
			lines.add("[OPENCLAW_SEND_FILE]" + path + "[/OPENCLAW_SEND_FILE]");
		}
		if (this.agent && image != null) {
			lines.add(image.dataUri());
		}
		return lines;
	}

}
