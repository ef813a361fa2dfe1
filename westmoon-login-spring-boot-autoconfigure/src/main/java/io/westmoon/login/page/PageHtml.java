package io.westmoon.login.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.westmoon.login.LoginStatus;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.support.DisplayTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page as HTML: for an attempt, for a link that has expired, and the overview. Style
 * and script stand in the page, where its security policy knows them by their hashes.
 */
final class PageHtml {

	private final LoginPageSettings settings;

	private final HtmlTemplate attempt = HtmlTemplate.read("attempt.html");

	private final HtmlTemplate noscript = HtmlTemplate.read("noscript.html");

	private final HtmlTemplate picture = HtmlTemplate.read("picture.html");

	private final HtmlTemplate expired = HtmlTemplate.read("expired.html");

	private final HtmlTemplate overview = HtmlTemplate.read("overview.html");

	private final HtmlTemplate account = HtmlTemplate.read("account.html");

	private final String style = HtmlTemplate.resource("page.css");

	private final String script = HtmlTemplate.resource("page.js");

	private final String overviewScript = HtmlTemplate.resource("overview.js");

	private final String policy;

	PageHtml(LoginPageSettings settings) {
		this.settings = settings;
		String ancestors = settings.frameAncestors().isEmpty() ? "'none'"
				: String.join(" ", settings.frameAncestors().stream().map(PageHtml::source).toList());
		this.policy = "default-src 'none'; img-src 'self'; connect-src 'self'; style-src '" + hash(this.style)
				+ "'; script-src '" + hash(this.script) + "' '" + hash(this.overviewScript)
				+ "'; base-uri 'none'; form-action 'self'; frame-ancestors " + ancestors;
	}

	/**
	 * Quotes the two words that a policy wants in quotes, since a quoted word is hard to
	 * write in a properties file.
	 */
	private static String source(String source) {
		return (source.equals("self") || source.equals("none")) ? "'" + source + "'" : source;
	}

	private static String hash(String content) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
			return "sha256-" + Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	PageResponse attempt(PageMessages texts, String id, String account, AttemptView view,
			@Nullable PageCsrfToken csrf) {
		Map<String, String> values = values(texts);
		String application = this.settings.application();
		AccountLabel label = this.settings.labels().apply(account);
		values.put("id", id);
		values.put("account", texts.get("account", name(label, account, "")));
		values.put("account-hidden", hiddenIf(name(label, account, "").isEmpty()));
		values.put("hint", Objects.requireNonNullElse(label.scanHint(), ""));
		values.put("hint-hidden", hiddenIf(label.scanHint() == null));
		values.put("csrf-header", (csrf != null) ? csrf.header() : "");
		values.put("csrf-token", (csrf != null) ? csrf.token() : "");
		values.put("texts", texts.json());
		values.put("view", JsonMapper.shared().writeValueAsString(view));
		values.put("asks-hidden", hiddenIf(view.renewal()));
		values.put("renews", (application != null) ? texts.get("renews", application) : texts.get("renews.nobody"));
		values.put("renews-hidden", hiddenIf(!view.renewal()));
		values.put("state", view.isLive() ? "PLAIN" : view.state());
		values.put("heading", heading(texts, view));
		values.put("text", view.isLive() ? "" : texts.get(view.key() + ".text"));
		values.put("noscript", view.isLive() ? noscript(texts, id, view) : "");
		return answer(HttpStatus.OK, this.attempt, texts, values);
	}

	private static String heading(PageMessages texts, AttemptView view) {
		if (view.user() != null) {
			return texts.get("ACCEPTED.as", view.user());
		}
		return texts.get(view.isLive() ? "title" : view.key());
	}

	/**
	 * Nothing moves without a script, but a code that is there can be scanned.
	 */
	private String noscript(PageMessages texts, String id, AttemptView view) {
		String code = view.code();
		boolean living = code != null && view.isLivingCode(code);
		String picture = living ? this.picture.fill(texts, Map.of("id", id, "code", code)) : "";
		return this.noscript.fill(texts,
				Map.of("sentence", texts.get(living ? "noscript.code" : "noscript"), "picture", picture));
	}

	/**
	 * Names an account for people, for whom "default" is no name.
	 */
	private static String name(AccountLabel label, String account, String nameOfDefault) {
		if (label.name() != null) {
			return label.name();
		}
		return account.equals(WestmoonAuthClient.DEFAULT_ACCOUNT) ? nameOfDefault : account;
	}

	private static String hiddenIf(boolean hidden) {
		return hidden ? "hidden" : "";
	}

	PageResponse expired(PageMessages texts) {
		return answer(HttpStatus.NOT_FOUND, this.expired, texts, values(texts));
	}

	/**
	 * Lists the accounts. Its address is no secret, and the browser must name its origin
	 * when the form is sent.
	 */
	PageResponse overview(PageMessages texts, List<LoginStatus> accounts, @Nullable PageCsrfToken csrf, Instant now) {
		Map<String, String> values = values(texts);
		values.put("script", this.overviewScript);
		values.put("base", this.settings.lastSegment());
		values.put("now", Long.toString(now.toEpochMilli()));
		values.put("csrf-parameter", (csrf != null) ? csrf.parameter() : "");
		values.put("csrf-token", (csrf != null) ? csrf.token() : "");
		StringBuilder rows = new StringBuilder();
		accounts.forEach((status) -> rows.append(this.account.fill(texts, account(texts, status, now))));
		values.put("accounts", rows.toString());
		return answer(HttpStatus.OK, this.overview, texts, values).with("Referrer-Policy", "same-origin");
	}

	private Map<String, String> account(PageMessages texts, LoginStatus status, Instant now) {
		AccountView view = AccountView.of(status, texts, now);
		String name = name(this.settings.labels().apply(status.account()), status.account(),
				texts.get("overview.default"));
		Map<String, String> values = values(texts);
		values.put("account", name);
		values.put("id", status.account());
		values.put("id-hidden",
				hiddenIf(name.equals(status.account()) || status.account().equals(WestmoonAuthClient.DEFAULT_ACCOUNT)));
		values.put("verdict", status.session().verdict().name().toLowerCase(Locale.ROOT));
		values.put("session", texts.get("overview.session." + status.session().verdict()));
		values.put("user", view.user());
		values.put("until", (view.expiresAt() != null) ? view.expiresAt().toString() : "");
		values.put("until-text", (view.expiresAt() != null) ? DisplayTime.of(view.expiresAt()) : "");
		values.put("until-hidden", hiddenIf(view.expiresAt() == null));
		values.put("why", view.why());
		values.put("why-hidden", hiddenIf(view.why().isEmpty()));
		values.put("said", view.said());
		values.put("said-hidden", hiddenIf(view.said().isEmpty()));
		values.put("cool-down",
				(view.coolDownUntil() != null) ? Long.toString(view.coolDownUntil().toEpochMilli()) : "0");
		values.put("waiting", view.waiting());
		values.put("waiting-hidden", hiddenIf(view.waiting().isEmpty()));
		values.put("store", Objects.requireNonNullElse(status.storeProblem(), ""));
		values.put("store-hidden", hiddenIf(status.storeProblem() == null));
		values.put("base", this.settings.lastSegment());
		values.put("attempt", (view.link() != null) ? view.link() : "");
		values.put("link-hidden", hiddenIf(view.link() == null));
		values.put("begin", texts.get(view.loggedIn() ? "overview.again" : "overview.begin"));
		values.put("begin-class", view.loggedIn() ? "second" : "");
		values.put("begin-hidden", hiddenIf(view.link() != null));
		return values;
	}

	private Map<String, String> values(PageMessages texts) {
		Map<String, String> values = new HashMap<>();
		String application = this.settings.application();
		values.put("lang", texts.language());
		values.put("style", this.style);
		values.put("script", this.script);
		values.put("name", Objects.requireNonNullElse(application, ""));
		values.put("asks", (application != null) ? texts.get("asks", application) : texts.get("somebody.asks"));
		return values;
	}

	private PageResponse answer(HttpStatus status, HtmlTemplate template, PageMessages texts,
			Map<String, String> values) {
		return PageResponse.html(status, this.policy, template.fill(texts, values));
	}

}
