package io.westmoon.login.micrometer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.westmoon.login.AccountInstrumentation;
import io.westmoon.login.LoginInstrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Measures and observes logins with Micrometer. {@link LoginMeterDocumentation} and
 * {@link LoginObservationDocumentation} describe what there is. The meters of an account
 * are removed when its client is closed. Thread-safe. <pre class="code">
 * WestmoonAuthClient client = DefaultWestmoonAuthClient.builder()
 *     .listener(new MicrometerLoginInstrumentation(meterRegistry, observationRegistry))
 *     ...
 *     .build();
 * </pre>
 */
public final class MicrometerLoginInstrumentation implements LoginInstrumentation {

	private static final String PREFIX = "westmoon.login.";

	private static final AttemptObservationConvention DEFAULT_ATTEMPT = new DefaultAttemptObservationConvention();

	private static final WaitObservationConvention DEFAULT_WAIT = new DefaultWaitObservationConvention();

	private final MeterRegistry meters;

	private final ObservationRegistry observations;

	private final @Nullable AttemptObservationConvention attemptConvention;

	private final @Nullable WaitObservationConvention waitConvention;

	private final Map<String, AccountMeters> accounts = new ConcurrentHashMap<>();

	private boolean keepMeters;

	/**
	 * Creates the instrumentation with the default conventions.
	 * @param meters where the meters are registered
	 * @param observations where observations are registered;
	 * {@link ObservationRegistry#NOOP} for none
	 */
	public MicrometerLoginInstrumentation(MeterRegistry meters, ObservationRegistry observations) {
		this(meters, observations, null, null);
	}

	/**
	 * Creates the instrumentation.
	 * @param meters where the meters are registered
	 * @param observations where observations are registered;
	 * {@link ObservationRegistry#NOOP} for none
	 * @param attemptConvention names the observation of an attempt; {@code null} for the
	 * default
	 * @param waitConvention names the observation of a wait; {@code null} for the default
	 */
	public MicrometerLoginInstrumentation(MeterRegistry meters, ObservationRegistry observations,
			@Nullable AttemptObservationConvention attemptConvention,
			@Nullable WaitObservationConvention waitConvention) {
		this.meters = meters;
		this.observations = observations;
		this.attemptConvention = attemptConvention;
		this.waitConvention = waitConvention;
	}

	@Override
	public synchronized AccountInstrumentation open(Account account) {
		AccountMeters opened = new AccountMeters(this, account);
		// The gauges of an account that was removed and is registered again ask this map.
		if (this.accounts.put(account.name(), opened) == null) {
			registerGauges(account.name());
			opened.registerCounters();
		}
		return opened;
	}

	private void registerGauges(String account) {
		gauge(LoginMeterDocumentation.WAITING, account, AccountMeters::waiting);
		gauge(LoginMeterDocumentation.LEASE_HELD, account, AccountMeters::leaseHeld);
		gauge(LoginMeterDocumentation.SESSION_USABLE, account, AccountMeters::sessionUsable);
		gauge(LoginMeterDocumentation.SESSION_EXPIRES_IN, account, AccountMeters::secondsUntilExpiry);
		gauge(LoginMeterDocumentation.SESSION_VERIFIED_AGO, account, AccountMeters::secondsSinceVerified);
	}

	private void gauge(LoginMeterDocumentation meter, String account, ToDoubleFunction<AccountMeters> value) {
		Gauge.builder(meter.getName(), this, (self) -> self.value(account, value))
			.baseUnit(meter.getBaseUnit())
			.tag(LoginKey.ACCOUNT.asString(), account)
			.register(this.meters);
	}

	private double value(String account, ToDoubleFunction<AccountMeters> value) {
		AccountMeters opened = this.accounts.get(account);
		return (opened != null) ? value.applyAsDouble(opened) : Double.NaN;
	}

	/**
	 * Counts a notice, unless the account was removed before it was sent.
	 */
	@Override
	public void noticeDelivered(String account, String channel, boolean sent) {
		AccountMeters opened = this.accounts.get(account);
		if (opened != null) {
			opened.noticeDelivered(channel, sent);
		}
	}

	/**
	 * Keeps the counters and timers of accounts whose clients are closed from now on: the
	 * application ends, and a registry that pushes has not sent them yet.
	 */
	public synchronized void keepMeters() {
		this.keepMeters = true;
	}

	/**
	 * Removes the meters of an account, unless it has been registered again meanwhile.
	 */
	synchronized void close(AccountMeters account) {
		this.accounts.remove(account.name(), account);
		removeMeters(account);
	}

	/**
	 * Removes the meters of an account that is closed, also those that a call registers
	 * that hears of the end only then.
	 */
	synchronized void removeMeters(AccountMeters account) {
		if (!this.keepMeters && !this.accounts.containsKey(account.name())) {
			List<Meter> own = this.meters.getMeters().stream().filter((meter) -> isOf(account, meter)).toList();
			own.forEach(this.meters::remove);
		}
	}

	private static boolean isOf(AccountMeters account, Meter meter) {
		return meter.getId().getName().startsWith(PREFIX)
				&& account.name().equals(meter.getId().getTag(LoginKey.ACCOUNT.asString()));
	}

	MeterRegistry meters() {
		return this.meters;
	}

	@Nullable Observation currentObservation() {
		return this.observations.getCurrentObservation();
	}

	Observation noObservation() {
		return new NullObservation(this.observations);
	}

	Observation attempt(String account) {
		return LoginObservationDocumentation.ATTEMPT.observation(this.attemptConvention, DEFAULT_ATTEMPT,
				() -> new AttemptObservationContext(account), this.observations);
	}

	Observation wait(String account) {
		return LoginObservationDocumentation.WAIT.observation(this.waitConvention, DEFAULT_WAIT,
				() -> new WaitObservationContext(account), this.observations);
	}

}
