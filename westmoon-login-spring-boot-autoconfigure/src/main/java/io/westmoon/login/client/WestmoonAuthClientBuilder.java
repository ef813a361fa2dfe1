package io.westmoon.login.client;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.westmoon.login.LoginEvent;
import io.westmoon.login.LoginListener;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonPlatform;
import io.westmoon.login.support.WeeklyHours;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Builds a {@link WestmoonAuthClient} on a platform and a store. Not thread-safe.
 */
public final class WestmoonAuthClientBuilder {

	private String account = WestmoonAuthClient.DEFAULT_ACCOUNT;

	private @Nullable WestmoonPlatform platform;

	private @Nullable SessionStore store;

	private @Nullable String expectedUserId;

	private final List<LoginListener> listeners = new ArrayList<>();

	private boolean relogin = true;

	private Duration waitTimeout = Duration.ofMinutes(5);

	private int maxWaiting = 10_000;

	private int maxCodes = 3;

	private Duration coolDown = Duration.ofMinutes(1);

	private Duration maxCoolDown = Duration.ofMinutes(30);

	private Duration earlyRejection = Duration.ofMinutes(10);

	private @Nullable Duration pollInterval;

	private @Nullable Duration verifyInterval;

	private RenewalSchedule renewal = RenewalSchedule.DEFAULT;

	private @Nullable String loginPage;

	private Duration linkLifetime = Duration.ofDays(1);

	private Duration platformTimeout = Duration.ofSeconds(15);

	private Clock clock = Clock.systemUTC();

	private EngineTime time = EngineTime.system();

	WestmoonAuthClientBuilder() {
	}

	/**
	 * Names the account.
	 * @param account the name, {@code default} unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder account(String account) {
		Assert.hasText(account, "The account must have a name");
		this.account = account;
		return this;
	}

	/**
	 * Sets the platform to log in to.
	 * @param platform the platform
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder platform(WestmoonPlatform platform) {
		this.platform = platform;
		return this;
	}

	/**
	 * Sets where session and attempt are kept.
	 * @param store the store of this account
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder store(SessionStore store) {
		this.store = store;
		return this;
	}

	/**
	 * Accepts the logins of one user only.
	 * @param expectedUserId the user's id; {@code null} to accept the user of the first
	 * login
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder expectedUserId(@Nullable String expectedUserId) {
		this.expectedUserId = expectedUserId;
		return this;
	}

	/**
	 * Adds a listener.
	 * @param listener the listener
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder listener(LoginListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Sets whether a missing or rejected session starts a login by itself.
	 * @param relogin {@code true} unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder relogin(boolean relogin) {
		this.relogin = relogin;
		return this;
	}

	/**
	 * Sets how long a call waits for a login.
	 * @param waitTimeout the time, 5 minutes unless set; zero to fail at once while the
	 * login goes on
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder waitTimeout(Duration waitTimeout) {
		Assert.isTrue(!waitTimeout.isNegative(), "The wait must not be negative");
		this.waitTimeout = waitTimeout;
		return this;
	}

	/**
	 * Sets how many calls may wait for a login at the same time.
	 * @param maxWaiting the number, 10,000 unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder maxWaiting(int maxWaiting) {
		Assert.isTrue(maxWaiting > 0, "At least one call must be able to wait");
		this.maxWaiting = maxWaiting;
		return this;
	}

	/**
	 * Sets how many codes that nobody looks at or scans one attempt shows before it gives
	 * up.
	 * @param maxCodes the number, 3 unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder maxCodes(int maxCodes) {
		Assert.isTrue(maxCodes > 0, "An attempt needs at least one code");
		this.maxCodes = maxCodes;
		return this;
	}

	/**
	 * Sets how long people are left in peace after an attempt in which nobody logged in.
	 * The time doubles with each further one.
	 * @param coolDown the first time, 1 minute unless set
	 * @param maxCoolDown the longest time, 30 minutes unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder coolDown(Duration coolDown, Duration maxCoolDown) {
		Assert.isTrue(!coolDown.isNegative() && coolDown.compareTo(maxCoolDown) <= 0,
				"The cool-down must not be negative, nor longer than its maximum");
		this.coolDown = coolDown;
		this.maxCoolDown = maxCoolDown;
		return this;
	}

	/**
	 * Sets up to what age a session's rejection counts as early; the third one in a row
	 * pauses the account, since the user seems to log in elsewhere.
	 * @param earlyRejection the age, 10 minutes unless set; zero for none
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder earlyRejection(Duration earlyRejection) {
		Assert.isTrue(!earlyRejection.isNegative(), "The age of an early rejection must not be negative");
		this.earlyRejection = earlyRejection;
		return this;
	}

	/**
	 * Sets how often to ask the platform about a code.
	 * @param pollInterval the time between two polls; {@code null} to do as the platform
	 * says, within 0.5 and 30 seconds
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder pollInterval(@Nullable Duration pollInterval) {
		Assert.isTrue(pollInterval == null || pollInterval.compareTo(Duration.ZERO) > 0,
				"The poll interval must be positive");
		this.pollInterval = pollInterval;
		return this;
	}

	/**
	 * Sets how often to ask the platform in the background whether the session is still
	 * good. A dead one is removed, and a login begins if logins begin by themselves.
	 * @param verifyInterval the time, give or take a tenth; {@code null} to ask only when
	 * a call was refused
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder verifyInterval(@Nullable Duration verifyInterval) {
		Assert.isTrue(verifyInterval == null || verifyInterval.compareTo(Duration.ZERO) > 0,
				"The verify interval must be positive");
		this.verifyInterval = verifyInterval;
		return this;
	}

	/**
	 * Sets how long the platform takes for one call at most. A call fails a few seconds
	 * later, and {@link WestmoonAuthClient#close()} waits for one under way so long.
	 * @param platformTimeout the time, 15 seconds unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder platformTimeout(Duration platformTimeout) {
		Assert.isTrue(platformTimeout.compareTo(Duration.ZERO) > 0, "The platform timeout must be positive");
		this.platformTimeout = platformTimeout;
		return this;
	}

	/**
	 * Sets the clock for what is stored and shown.
	 * @param clock the clock, the system's unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Sets when people are reminded to renew a session ({@link LoginEvent.Expiring}).
	 * @param remindBefore how long before its end, 1 day unless set; zero for never
	 * @param repeatEvery how long after that again, 8 hours unless set; zero for never
	 * @param hours when they can be reached, always unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder renewal(Duration remindBefore, Duration repeatEvery, WeeklyHours hours) {
		this.renewal = new RenewalSchedule(remindBefore, repeatEvery, hours);
		return this;
	}

	/**
	 * Tells where people find the login page. A login asks for a code only when somebody
	 * looks at it, see {@link WestmoonAuthClient#openCode(String)}.
	 * @param loginPage the address, to which a slash and the attempt's id are added;
	 * {@code null} if there is no page, so that codes are asked for at once
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder loginPage(@Nullable String loginPage) {
		this.loginPage = (loginPage != null) ? StringUtils.trimTrailingCharacter(loginPage, '/') : null;
		return this;
	}

	/**
	 * Sets how long the link to the page of one login works. An older login is given up;
	 * the next call that needs a session begins one with a link and a notice of its own.
	 * @param linkLifetime the time, 1 day unless set
	 * @return this builder
	 */
	public WestmoonAuthClientBuilder linkLifetime(Duration linkLifetime) {
		Assert.isTrue(!linkLifetime.isNegative() && !linkLifetime.isZero(), "The link lifetime must be positive");
		this.linkLifetime = linkLifetime;
		return this;
	}

	WestmoonAuthClientBuilder time(EngineTime time) {
		this.time = time;
		return this;
	}

	/**
	 * Builds the client, which begins to watch its store at once.
	 * @return the client; to be closed when it is not used any more
	 */
	public WestmoonAuthClient build() {
		Assert.state(this.platform != null, "A platform is required");
		Assert.state(this.store != null, "A store is required");
		ClientSettings settings = new ClientSettings(this.account, this.expectedUserId, this.relogin, this.waitTimeout,
				this.maxWaiting, this.maxCodes, this.coolDown, this.maxCoolDown, this.earlyRejection, this.pollInterval,
				this.verifyInterval, this.renewal, this.loginPage, this.linkLifetime, this.platformTimeout, this.clock,
				this.time.nanoTime(), this.time.jitter(), this.time.scheduler(), this.time.workersOf(this.account),
				new GuardedInstrumentation(this.account, this.listeners));
		return new DefaultWestmoonAuthClient(settings, this.platform, this.store, List.copyOf(this.listeners)).start();
	}

}
