package io.westmoon.login.autoconfigure;

import java.time.Duration;

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

	private final Health health = new Health();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Health getHealth() {
		return this.health;
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

}
