package io.westmoon.login.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.westmoon.login.LoginStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The page as HTML: for an attempt, for a link that has expired, and the overview. Style
 * and script stand in the page, where its security policy knows them by their hashes.
 */
final class PageHtml {

	private final LoginPageSettings settings;

	private final HtmlTemplate attempt = HtmlTemplate.read("attempt.html");

	private final HtmlTemplate expired = HtmlTemplate.read("expired.html");

	private final HtmlTemplate overview = HtmlTemplate.read("overview.html");

	private final HtmlTemplate account = HtmlTemplate.read("account.html");

	private final String style = HtmlTemplate.resource("page.css");

	private final String script = HtmlTemplate.resource("page.js");

	private final String policy;

	PageHtml(LoginPageSettings settings) {
		this.settings = settings;
		String ancestors = settings.frameAncestors().isEmpty() ? "'none'"
				: String.join(" ", settings.frameAncestors().stream().map(PageHtml::source).toList());
		this.policy = "default-src 'none'; img-src 'self'; connect-src 'self'; style-src '" + hash(this.style)
				+ "'; script-src '" + hash(this.script) + "'; base-uri 'none'; form-action 'self'; frame-ancestors "
				+ ancestors;
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

	PageResponse attempt(PageMessages texts, String id, String account, @Nullable PageCsrfToken csrf) {
		Map<String, String> values = values(texts);
		values.put("id", id);
		values.put("account", texts.get("account", account));
		values.put("csrf-header", (csrf != null) ? csrf.header() : "");
		values.put("csrf-token", (csrf != null) ? csrf.token() : "");
		values.put("texts", texts.json());
		return answer(HttpStatus.OK, this.attempt, texts, values);
	}

	PageResponse expired(PageMessages texts) {
		return answer(HttpStatus.NOT_FOUND, this.expired, texts, values(texts));
	}

	/**
	 * Lists the accounts. Its address is no secret, and the browser must name its origin
	 * when the form is sent.
	 */
	PageResponse overview(PageMessages texts, List<LoginStatus> accounts, @Nullable PageCsrfToken csrf) {
		Map<String, String> values = values(texts);
		values.put("base", this.settings.lastSegment());
		StringBuilder rows = new StringBuilder();
		accounts.forEach((status) -> rows.append(account(texts, status, csrf)));
		values.put("accounts", rows.toString());
		return answer(HttpStatus.OK, this.overview, texts, values).with("Referrer-Policy", "same-origin");
	}

	private String account(PageMessages texts, LoginStatus status, @Nullable PageCsrfToken csrf) {
		LoginStatus.Attempt attempt = status.attempt();
		boolean living = attempt != null && AttemptView.isLive(attempt);
		Map<String, String> values = values(texts);
		values.put("account", status.account());
		values.put("verdict", status.session().verdict().name().toLowerCase(Locale.ROOT));
		values.put("session", texts.get("session." + status.session().verdict()));
		values.put("user", Objects.requireNonNullElse(AttemptView.name(status.session().user()), ""));
		values.put("base", this.settings.lastSegment());
		values.put("attempt", (living && attempt != null) ? attempt.id() : "");
		values.put("link-hidden", living ? "" : "hidden");
		values.put("begin-hidden", living ? "hidden" : "");
		values.put("csrf-parameter", (csrf != null) ? csrf.parameter() : "");
		values.put("csrf-token", (csrf != null) ? csrf.token() : "");
		return this.account.fill(texts, values);
	}

	private Map<String, String> values(PageMessages texts) {
		Map<String, String> values = new HashMap<>();
		values.put("lang", texts.language());
		values.put("style", this.style);
		values.put("script", this.script);
		values.put("asks", (this.settings.application() != null) ? texts.get("asks", this.settings.application())
				: texts.get("somebody.asks"));
		return values;
	}

	private PageResponse answer(HttpStatus status, HtmlTemplate template, PageMessages texts,
			Map<String, String> values) {
		return PageResponse.html(status, this.policy, template.fill(texts, values));
	}

}
