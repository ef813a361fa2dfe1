package io.westmoon.login.notify;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.westmoon.login.CodeImage;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.jspecify.annotations.Nullable;

/**
 * Writes the notices of one account in their language. Immutable.
 */
final class NoticeWriter {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm (O)", Locale.ROOT);

	private static final int MAX_WAITING = 5;

	private static final int MAX_FOREIGN_TEXT = 120;

	private final NotificationSettings settings;

	private final NoticeTexts texts;

	NoticeWriter(NotificationSettings settings) {
		this.settings = settings;
		this.texts = new NoticeTexts(settings.language());
	}

	/**
	 * Writes a notice about an attempt.
	 * @param session the stored session; {@code null} if there is none
	 * @param waitingFor what work waits for the login
	 */
	Notice write(NoticeKind kind, LoginAttempt attempt, @Nullable WestmoonSession session, List<String> waitingFor) {
		List<String> lines = new ArrayList<>();
		addApplication(lines);
		switch (kind) {
			case LOGIN_NEEDED, REMINDER -> addNeed(lines, attempt, waitingFor);
			case RENEWAL -> addRenewal(lines, session);
			case LOGGED_IN -> addUser(lines, session);
			case LOGIN_FAILED -> addFailure(lines, attempt);
			default -> lines.add(this.texts.get(kind + ".text"));
		}
		if (kind.asksForAction()) {
			return asking(kind, attempt, lines);
		}
		return telling(kind, lines, (kind == NoticeKind.WRONG_USER) ? page(attempt) : null);
	}

	/**
	 * Writes a notice to try out a channel.
	 */
	Notice test() {
		List<String> lines = new ArrayList<>();
		addApplication(lines);
		lines.add(this.texts.get(NoticeKind.TEST + ".text"));
		return telling(NoticeKind.TEST, lines, null);
	}

	private Notice telling(NoticeKind kind, List<String> lines, @Nullable String link) {
		return new Notice(kind, this.settings.account(), title(kind), lines, link, this.texts.get("link"), null, null,
				null);
	}

	private Notice asking(NoticeKind kind, LoginAttempt attempt, List<String> lines) {
		String page = page(attempt);
		if (page != null) {
			return telling(kind, lines, page);
		}
		LoginQrCode code = attempt.code();
		CodeImage image = (code != null) ? code.image() : null;
		return new Notice(kind, this.settings.account(), title(kind), lines, null, this.texts.get("link"), image,
				(image != null) ? this.texts.get("image") : null, this.texts.get("operator"));
	}

	private @Nullable String page(LoginAttempt attempt) {
		String page = this.settings.loginPage();
		return (page != null) ? page + "/" + attempt.id() : null;
	}

	private String title(NoticeKind kind) {
		String account = this.settings.displayName();
		if (account == null && !this.settings.account().equals(WestmoonAuthClient.DEFAULT_ACCOUNT)) {
			account = this.settings.account();
		}
		return this.texts.get(kind + ".title") + ((account != null) ? this.texts.get("account", foreign(account)) : "");
	}

	private void addApplication(List<String> lines) {
		if (this.settings.application() != null) {
			lines.add(this.texts.get("application", foreign(this.settings.application())));
		}
	}

	private void addNeed(List<String> lines, LoginAttempt attempt, List<String> waitingFor) {
		lines.add(this.texts.get("need"));
		waitingFor.stream()
			.limit(MAX_WAITING)
			.forEach((work) -> lines.add(this.texts.get("waiting.for", foreign(work))));
		if (waitingFor.size() > MAX_WAITING) {
			lines.add(this.texts.get("waiting.more", String.valueOf(waitingFor.size() - MAX_WAITING)));
		}
		if (this.settings.scanHint() != null) {
			lines.add(foreign(this.settings.scanHint()));
		}
		LoginQrCode code = attempt.code();
		if (this.settings.loginPage() == null && code != null) {
			lines.add(this.texts.get("until", time(code.expiresAt())));
		}
		LoginFailure failure = attempt.failure();
		if (code == null && failure != null && failure.kind() == LoginFailure.Kind.PLATFORM) {
			lines.add(this.texts.get("no.code", words(failure)));
			addCoolDown(lines, attempt);
		}
	}

	private void addRenewal(List<String> lines, @Nullable WestmoonSession session) {
		if (session != null && session.expiresAt() != null) {
			lines.add(this.texts.get("renewal.until", time(session.expiresAt())));
		}
		lines.add(this.texts.get("RENEWAL.text"));
		if (this.settings.scanHint() != null) {
			lines.add(foreign(this.settings.scanHint()));
		}
	}

	private void addUser(List<String> lines, @Nullable WestmoonSession session) {
		WestmoonUser user = (session != null) ? session.user() : null;
		String name = (user == null) ? null : (user.name() != null) ? user.name() : user.id();
		lines.add((name != null) ? this.texts.get("logged.in.as", foreign(name)) : this.texts.get("logged.in"));
		if (session != null && session.expiresAt() != null) {
			lines.add(this.texts.get("logged.in.until", time(session.expiresAt())));
		}
	}

	private void addFailure(List<String> lines, LoginAttempt attempt) {
		LoginFailure failure = attempt.failure();
		if (failure != null) {
			lines.add(this.texts.get("failed." + failure.kind(), words(failure)));
		}
		if (attempt.isRenewal()) {
			lines.add(this.texts.get("renewal.failed"));
			addCoolDown(lines, attempt);
		}
		else {
			lines.add((attempt.coolDownUntil() != null)
					? this.texts.get("failed.next.after", time(attempt.coolDownUntil()))
					: this.texts.get("failed.next"));
		}
	}

	private void addCoolDown(List<String> lines, LoginAttempt attempt) {
		if (attempt.coolDownUntil() != null) {
			lines.add(this.texts.get("cool.down", time(attempt.coolDownUntil())));
		}
	}

	private static String words(LoginFailure failure) {
		String words = (failure.platformWords() != null) ? failure.platformWords() : failure.detail();
		return (words != null) ? foreign(words) : "";
	}

	private static String foreign(String text) {
		return PlainText.of(text, MAX_FOREIGN_TEXT);
	}

	private String time(Instant time) {
		return TIME.format(time.atZone(this.settings.zone()));
	}

}
