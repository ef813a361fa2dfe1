package io.westmoon.login.soak;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.westmoon.login.test.ReceivedCall;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Hears every call that reaches the platform, from whichever process, and passes on what
 * it means.
 */
final class PlatformWatch implements Consumer<ReceivedCall> {

	/**
	 * The header by which the login calls tell which client makes them.
	 */
	static final String CLIENT = "X-Soak-Client";

	private static final Pattern SCAN_TOKEN = Pattern.compile("\"scan_token\":\"([^\"]+)\"");

	private static final Pattern ACCESS_TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

	private static final Pattern STRANGER = Pattern.compile("\"id\":\"" + Person.STRANGER + "\"");

	private final Sends sends;

	private final Codes codes;

	private final Sessions sessions;

	private final BiConsumer<Integer, String> onCode;

	private final BiConsumer<String, String> onSession;

	/**
	 * Creates a watch.
	 * @param onCode is told number and scan token of a new code
	 * @param onSession is told scan token and access token of a new session, before the
	 * client has it
	 */
	PlatformWatch(Sends sends, Codes codes, Sessions sessions, BiConsumer<Integer, String> onCode,
			BiConsumer<String, String> onSession) {
		this.sends = sends;
		this.codes = codes;
		this.sessions = sessions;
		this.onCode = onCode;
		this.onSession = onSession;
	}

	@Override
	public void accept(ReceivedCall call) {
		String answer = (call.answer() != null) ? call.answer() : "";
		switch (call.call()) {
			case GENERATE -> generated(answer);
			case POLL -> polled(call, answer);
			case INFO -> asked(call, answer);
			case BUSINESS -> used(call);
		}
	}

	private void generated(String answer) {
		Matcher code = SCAN_TOKEN.matcher(answer);
		if (code.find()) {
			this.onCode.accept(this.codes.issued(code.group(1)), code.group(1));
		}
	}

	private void polled(ReceivedCall call, String answer) {
		String scanToken = UriComponentsBuilder.fromUri(call.uri()).build().getQueryParams().getFirst("scan_token");
		this.codes.asked(scanToken, call.headers().getOrDefault(CLIENT, "?"));
		Matcher session = ACCESS_TOKEN.matcher(answer);
		if (session.find()) {
			this.sessions.given(session.group(1));
			this.onSession.accept(scanToken, session.group(1));
		}
	}

	private void asked(ReceivedCall call, String answer) {
		if (STRANGER.matcher(answer).find()) {
			this.sessions.isStrangers(token(call));
		}
	}

	private void used(ReceivedCall call) {
		String request = call.headers().getOrDefault(Sends.ID, "?");
		this.sends.received(request);
		this.sessions.used(token(call), request);
	}

	private static String token(ReceivedCall call) {
		return call.headers().getOrDefault("Authorization", "").replace("Bearer ", "");
	}

}
