package io.westmoon.login.autoconfigure;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.support.WeeklyHours;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The settings of one account.
 */
public class WestmoonAccountProperties {

	/**
	 * URL of the Westmoon platform (the host is spelled with a "t").
	 */
	private String baseUrl = "https://api-x.westmonth.com";

	/**
	 * Client id to send when asking for a code.
	 */
	private String clientId = "";

	/**
	 * Version of the WeChat mini-program that the code opens: release, trial or develop.
	 */
	private String envVersion = "release";

	/**
	 * User agent of the login calls. A desktop browser's unless set.
	 */
	private @Nullable String userAgent;

	/**
	 * Additional headers of the login calls, for hosts that want for instance x-app-code.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Time that one login call may take.
	 */
	private Duration timeout = Duration.ofSeconds(15);

	/**
	 * Origins (scheme, host and port) whose requests carry the session. That of the base
	 * URL unless set.
	 */
	private List<String> allowedOrigins = new ArrayList<>();

	/**
	 * Headers of the calls that carry the session, by origin, for instance x-app-code for
	 * "[https://api-x.westmonth.com]". A header that a call has already stays as it is.
	 */
	private Map<String, Map<String, String>> businessHeaders = new LinkedHashMap<>();

	/**
	 * Whether the base URL, the allowed origins, the login page's public URL and the
	 * addresses of webhooks may use plain HTTP to another machine, so that everybody on
	 * the way can read the tokens or the link to the page.
	 */
	private boolean allowInsecureHttp;

	/**
	 * Id of the only user who may log in. The user of the first login unless set.
	 */
	private @Nullable String expectedUserId;

	/**
	 * Name of the account for people, on the login page; for instance the name of the
	 * shop.
	 */
	private @Nullable String displayName;

	/**
	 * Who should scan, in a few words on the login page; for instance "Scan with the shop
	 * owner's phone".
	 */
	private @Nullable String scanHint;

	private final Polling polling = new Polling();

	private final Relogin relogin = new Relogin();

	private final Check check = new Check();

	private final Session session = new Session();

	private final Renewal renewal = new Renewal();

	private final Store store = new Store();

	@NestedConfigurationProperty
	private final NotifyProperties notify = new NotifyProperties();

	public String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public String getClientId() {
		return this.clientId;
	}

	public void setClientId(String clientId) {
		this.clientId = clientId;
	}

	public String getEnvVersion() {
		return this.envVersion;
	}

	public void setEnvVersion(String envVersion) {
		this.envVersion = envVersion;
	}

	public @Nullable String getUserAgent() {
		return this.userAgent;
	}

	public void setUserAgent(@Nullable String userAgent) {
		this.userAgent = userAgent;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public List<String> getAllowedOrigins() {
		return this.allowedOrigins;
	}

	public void setAllowedOrigins(List<String> allowedOrigins) {
		this.allowedOrigins = allowedOrigins;
	}

	public Map<String, Map<String, String>> getBusinessHeaders() {
		return this.businessHeaders;
	}

	public void setBusinessHeaders(Map<String, Map<String, String>> businessHeaders) {
		this.businessHeaders = businessHeaders;
	}

	public boolean isAllowInsecureHttp() {
		return this.allowInsecureHttp;
	}

	public void setAllowInsecureHttp(boolean allowInsecureHttp) {
		this.allowInsecureHttp = allowInsecureHttp;
	}

	public @Nullable String getExpectedUserId() {
		return this.expectedUserId;
	}

	public void setExpectedUserId(@Nullable String expectedUserId) {
		this.expectedUserId = expectedUserId;
	}

	public @Nullable String getDisplayName() {
		return this.displayName;
	}

	public void setDisplayName(@Nullable String displayName) {
		this.displayName = displayName;
	}

	public @Nullable String getScanHint() {
		return this.scanHint;
	}

	public void setScanHint(@Nullable String scanHint) {
		this.scanHint = scanHint;
	}

	public Polling getPolling() {
		return this.polling;
	}

	public Relogin getRelogin() {
		return this.relogin;
	}

	public Check getCheck() {
		return this.check;
	}

	public Session getSession() {
		return this.session;
	}

	public Renewal getRenewal() {
		return this.renewal;
	}

	public Store getStore() {
		return this.store;
	}

	public NotifyProperties getNotify() {
		return this.notify;
	}

	/**
	 * How a code is polled.
	 */
	public static class Polling {

		/**
		 * Time between two polls of a code. As the platform says, within 0.5 and 30
		 * seconds, unless set.
		 */
		private @Nullable Duration interval;

		public @Nullable Duration getInterval() {
			return this.interval;
		}

		public void setInterval(@Nullable Duration interval) {
			this.interval = interval;
		}

	}

	/**
	 * Logins that start by themselves.
	 */
	public static class Relogin {

		/**
		 * Whether a missing or rejected session starts a login by itself.
		 */
		private boolean enabled = true;

		/**
		 * Time that a call waits for the store, the platform and a person together. With
		 * 0 it waits for no person: it fails while the login goes on.
		 */
		private Duration waitTimeout = Duration.ofMinutes(5);

		/**
		 * Number of calls that may wait for a login at the same time. Defaults to half of
		 * the server's threads in a servlet application without virtual threads, and to
		 * 10000 otherwise.
		 */
		private @Nullable Integer maxWaiting;

		/**
		 * Number of calls that are sent at the same time when a login that they waited
		 * for has ended. Choose no more than the connections of your client's pool and
		 * its queue hold.
		 */
		private int releaseConcurrency = 64;

		/**
		 * Number of codes that nobody looks at or scans before a login gives up.
		 */
		private int maxCodes = 3;

		/**
		 * Time without a new code after a login in which nobody scanned. Doubles each
		 * time.
		 */
		private Duration coolDown = Duration.ofMinutes(1);

		/**
		 * Longest time without a new code.
		 */
		private Duration maxCoolDown = Duration.ofMinutes(30);

		/**
		 * Age up to which the rejection of a session counts as early. With the third one
		 * in a row the account pauses for the cool-down, since its user seems to log in
		 * elsewhere. With 0 it does not.
		 */
		private Duration earlyRejection = Duration.ofMinutes(10);

		/**
		 * HTTP statuses beside 401 that may mean that the session is dead, for instance
		 * 403. The platform is asked before anybody has to scan.
		 */
		private List<Integer> refusedStatuses = new ArrayList<>();

		/**
		 * Values of "code" in successful JSON answers that may mean that the session is
		 * dead, for instance -1; "success:false" stands for that field. The platform is
		 * asked before anybody has to scan.
		 */
		private List<String> refusedCodes = new ArrayList<>();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getWaitTimeout() {
			return this.waitTimeout;
		}

		public void setWaitTimeout(Duration waitTimeout) {
			this.waitTimeout = waitTimeout;
		}

		public @Nullable Integer getMaxWaiting() {
			return this.maxWaiting;
		}

		public void setMaxWaiting(@Nullable Integer maxWaiting) {
			this.maxWaiting = maxWaiting;
		}

		public int getReleaseConcurrency() {
			return this.releaseConcurrency;
		}

		public void setReleaseConcurrency(int releaseConcurrency) {
			this.releaseConcurrency = releaseConcurrency;
		}

		public int getMaxCodes() {
			return this.maxCodes;
		}

		public void setMaxCodes(int maxCodes) {
			this.maxCodes = maxCodes;
		}

		public Duration getCoolDown() {
			return this.coolDown;
		}

		public void setCoolDown(Duration coolDown) {
			this.coolDown = coolDown;
		}

		public Duration getMaxCoolDown() {
			return this.maxCoolDown;
		}

		public void setMaxCoolDown(Duration maxCoolDown) {
			this.maxCoolDown = maxCoolDown;
		}

		public Duration getEarlyRejection() {
			return this.earlyRejection;
		}

		public void setEarlyRejection(Duration earlyRejection) {
			this.earlyRejection = earlyRejection;
		}

		public List<Integer> getRefusedStatuses() {
			return this.refusedStatuses;
		}

		public void setRefusedStatuses(List<Integer> refusedStatuses) {
			this.refusedStatuses = refusedStatuses;
		}

		public List<String> getRefusedCodes() {
			return this.refusedCodes;
		}

		public void setRefusedCodes(List<String> refusedCodes) {
			this.refusedCodes = refusedCodes;
		}

	}

	/**
	 * Reminders to renew the session before it ends.
	 */
	public static class Renewal {

		/**
		 * How long before the end of a session people are reminded to renew it. With 0
		 * they are not.
		 */
		private Duration remindBefore = Duration.ofDays(1);

		/**
		 * Time between two reminders while nobody comes. With 0 there is one reminder
		 * only.
		 */
		private Duration repeatEvery = Duration.ofHours(8);

		/**
		 * Hours of the day in which people are reminded, such as 09:00-18:00. All hours
		 * unless set.
		 */
		private @Nullable String hours;

		/**
		 * Days on which people are reminded, such as MON-FRI or MON,WED,FRI. All days
		 * unless set.
		 */
		private @Nullable String days;

		/**
		 * Time zone of the hours and days, such as Asia/Shanghai. The system's unless
		 * set.
		 */
		private @Nullable ZoneId timeZone;

		public Duration getRemindBefore() {
			return this.remindBefore;
		}

		public void setRemindBefore(Duration remindBefore) {
			this.remindBefore = remindBefore;
		}

		public Duration getRepeatEvery() {
			return this.repeatEvery;
		}

		public void setRepeatEvery(Duration repeatEvery) {
			this.repeatEvery = repeatEvery;
		}

		public @Nullable String getHours() {
			return this.hours;
		}

		public void setHours(@Nullable String hours) {
			this.hours = hours;
		}

		public @Nullable String getDays() {
			return this.days;
		}

		public void setDays(@Nullable String days) {
			this.days = days;
		}

		public @Nullable ZoneId getTimeZone() {
			return this.timeZone;
		}

		public void setTimeZone(@Nullable ZoneId timeZone) {
			this.timeZone = timeZone;
		}

		/**
		 * Returns the hours in which people are reminded.
		 * @throws IllegalArgumentException if hours or days cannot be read
		 */
		WeeklyHours reminderHours() {
			ZoneId zone = (this.timeZone != null) ? this.timeZone : ZoneId.systemDefault();
			return WeeklyHours.of(this.hours, this.days, zone);
		}

	}

	/**
	 * How the platform's word on a session is read.
	 */
	public static class Check {

		/**
		 * Business codes with which the platform rejects a session when it is asked who
		 * the user is, beside HTTP 401.
		 */
		private List<String> rejectedCodes = new ArrayList<>();

		public List<String> getRejectedCodes() {
			return this.rejectedCodes;
		}

		public void setRejectedCodes(List<String> rejectedCodes) {
			this.rejectedCodes = rejectedCodes;
		}

	}

	/**
	 * The session while it is in use.
	 */
	public static class Session {

		/**
		 * How often to ask the platform in the background whether the session is still
		 * good. Never unless set.
		 */
		private @Nullable Duration verifyInterval;

		public @Nullable Duration getVerifyInterval() {
			return this.verifyInterval;
		}

		public void setVerifyInterval(@Nullable Duration verifyInterval) {
			this.verifyInterval = verifyInterval;
		}

	}

	/**
	 * Where the login is kept.
	 */
	public static class Store {

		/**
		 * Kind of store.
		 */
		private Type type = Type.FILE;

		/**
		 * Directory of the file store, shared with the existing command-line tool. A
		 * leading ~ is the home directory.
		 */
		private String directory = "~/.westmoon-user-login";

		/**
		 * What the keys of the Redis store begin with.
		 */
		private String keyPrefix = "westmoon:login:";

		private final Redis redis = new Redis();

		private final Jdbc jdbc = new Jdbc();

		private final Encryption encryption = new Encryption();

		public Type getType() {
			return this.type;
		}

		public void setType(Type type) {
			this.type = type;
		}

		public String getDirectory() {
			return this.directory;
		}

		public void setDirectory(String directory) {
			this.directory = directory;
		}

		public String getKeyPrefix() {
			return this.keyPrefix;
		}

		public void setKeyPrefix(String keyPrefix) {
			this.keyPrefix = keyPrefix;
		}

		public Redis getRedis() {
			return this.redis;
		}

		public Jdbc getJdbc() {
			return this.jdbc;
		}

		public Encryption getEncryption() {
			return this.encryption;
		}

		/**
		 * Settings of the Redis store.
		 */
		public static class Redis {

			/**
			 * URL of a Redis of its own, such as rediss://user:password@host:6379/0. If
			 * it is not set, the application's Redis connection is used.
			 */
			private @Nullable String url;

			public @Nullable String getUrl() {
				return this.url;
			}

			public void setUrl(@Nullable String url) {
				this.url = url;
			}

		}

		/**
		 * Settings of the database store.
		 */
		public static class Jdbc {

			/**
			 * When to create the table: in an embedded database only, always, or never.
			 */
			private SchemaInitialization initializeSchema = SchemaInitialization.EMBEDDED;

			/**
			 * Name of the table.
			 */
			private String tableName = "WESTMOON_LOGIN";

			public SchemaInitialization getInitializeSchema() {
				return this.initializeSchema;
			}

			public void setInitializeSchema(SchemaInitialization initializeSchema) {
				this.initializeSchema = initializeSchema;
			}

			public String getTableName() {
				return this.tableName;
			}

			public void setTableName(String tableName) {
				this.tableName = tableName;
			}

		}

		/**
		 * When to create the table.
		 */
		public enum SchemaInitialization {

			/** In an embedded database only. */
			EMBEDDED,

			/** In every database. */
			ALWAYS,

			/** Never. */
			NEVER

		}

		/**
		 * Encryption of what is kept.
		 */
		public static class Encryption {

			/**
			 * Keys of 256 bits in Base64. The first one encrypts, all decrypt. Nothing is
			 * encrypted unless set.
			 */
			private List<String> keys = new ArrayList<>();

			/**
			 * Whether to encrypt files too. The existing command-line tool cannot read
			 * them then.
			 */
			private boolean files;

			public List<String> getKeys() {
				return this.keys;
			}

			public void setKeys(List<String> keys) {
				this.keys = keys;
			}

			public boolean isFiles() {
				return this.files;
			}

			public void setFiles(boolean files) {
				this.files = files;
			}

		}

		/**
		 * The kinds of store.
		 */
		public enum Type {

			/** Files in a directory. */
			FILE,

			/** Nothing outlives the process. */
			MEMORY,

			/** Keys in Redis, for several machines. */
			REDIS,

			/** A table in a database, for several machines. */
			JDBC

		}

	}

}
