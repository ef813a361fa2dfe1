package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings of the login: those of the account and those of the application.
 */
@ConfigurationProperties("westmoon.login")
public class WestmoonLoginProperties extends WestmoonAccountProperties {

	/**
	 * Whether to configure the login at all.
	 */
	private boolean enabled = true;

	/**
	 * Whether the account "default" exists beside those of "accounts".
	 */
	private boolean defaultAccount = true;

	/**
	 * More accounts by name. Each of them can override what is set for all of them.
	 */
	private Map<String, WestmoonAccountProperties> accounts = new LinkedHashMap<>();

	/**
	 * Names of accounts by groups of HTTP services (@ImportHttpServices) whose calls
	 * carry the session of that account.
	 */
	private Map<String, String> httpServiceGroups = new LinkedHashMap<>();

	private final Health health = new Health();

	private final Page page = new Page();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isDefaultAccount() {
		return this.defaultAccount;
	}

	public void setDefaultAccount(boolean defaultAccount) {
		this.defaultAccount = defaultAccount;
	}

	public Map<String, WestmoonAccountProperties> getAccounts() {
		return this.accounts;
	}

	public void setAccounts(Map<String, WestmoonAccountProperties> accounts) {
		this.accounts = accounts;
	}

	public Map<String, String> getHttpServiceGroups() {
		return this.httpServiceGroups;
	}

	public void setHttpServiceGroups(Map<String, String> httpServiceGroups) {
		this.httpServiceGroups = httpServiceGroups;
	}

	public Health getHealth() {
		return this.health;
	}

	public Page getPage() {
		return this.page;
	}

	/**
	 * What the health indicator tells.
	 */
	public static class Health {

		/**
		 * Age at which the platform is asked again whether the session is valid.
		 */
		private Duration verifyInterval = Duration.ofSeconds(60);

		/**
		 * Status to report when there is no session, or a rejected one.
		 */
		private String downStatus = "DOWN";

		public Duration getVerifyInterval() {
			return this.verifyInterval;
		}

		public void setVerifyInterval(Duration verifyInterval) {
			this.verifyInterval = verifyInterval;
		}

		public String getDownStatus() {
			return this.downStatus;
		}

		public void setDownStatus(String downStatus) {
			this.downStatus = downStatus;
		}

	}

	/**
	 * The page that shows a login's code to whoever has its link.
	 */
	public static class Page {

		/**
		 * Whether this application serves the login page.
		 */
		private boolean enabled;

		/**
		 * Path of the login page within the application.
		 */
		private String path = "/westmoon/login";

		/**
		 * Address of the login page as people reach it, also if another application
		 * serves it, for instance https://jobs.example.com/westmoon/login.
		 */
		private @Nullable String publicUrl;

		/**
		 * How long the link of one login works. A login that is older is given up; the
		 * next call that needs a session begins another one with a new link.
		 */
		private Duration linkLifetime = Duration.ofDays(1);

		/**
		 * Whether the path itself shows all accounts and can start logins; to be
		 * protected like Actuator.
		 */
		private boolean overview;

		/**
		 * Sources that may show the login page in a frame, such as self or
		 * https://intranet.example.com.
		 */
		private List<String> frameAncestors = new ArrayList<>();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getPath() {
			return this.path;
		}

		public void setPath(String path) {
			this.path = path;
		}

		public @Nullable String getPublicUrl() {
			return this.publicUrl;
		}

		public void setPublicUrl(@Nullable String publicUrl) {
			this.publicUrl = publicUrl;
		}

		public Duration getLinkLifetime() {
			return this.linkLifetime;
		}

		public void setLinkLifetime(Duration linkLifetime) {
			this.linkLifetime = linkLifetime;
		}

		public boolean isOverview() {
			return this.overview;
		}

		public void setOverview(boolean overview) {
			this.overview = overview;
		}

		public List<String> getFrameAncestors() {
			return this.frameAncestors;
		}

		public void setFrameAncestors(List<String> frameAncestors) {
			this.frameAncestors = frameAncestors;
		}

	}

}
