package io.westmoon.login.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of an account's logins. Those of the observations are described by
 * {@link LoginObservationDocumentation}.
 */
public enum LoginMeterDocumentation implements MeterDocumentation {

	/** Attempts that ended, each counted by one process only. */
	ATTEMPTS("westmoon.login.attempts", Meter.Type.COUNTER, null, LoginKey.OUTCOME),

	/** How long each step of an attempt took. */
	STEP("westmoon.login.step", Meter.Type.TIMER, null, LoginKey.STEP),

	/** Codes that were shown, that ended, and that the platform did not issue. */
	CODES("westmoon.login.codes", Meter.Type.COUNTER, null, LoginKey.RESULT),

	/** Calls that wait for a login at this moment. */
	WAITING("westmoon.login.waiting", Meter.Type.GAUGE, "calls"),

	/** Calls that were refused, usually with HTTP 401. */
	CALLS_REFUSED("westmoon.login.calls.refused", Meter.Type.COUNTER, null, LoginKey.CAUSE),

	/** Refused calls that were sent again with another session. */
	CALLS_REPLAYED("westmoon.login.calls.replayed", Meter.Type.COUNTER, null),

	/** Calls that got no session. */
	CALLS_FAILED("westmoon.login.calls.failed", Meter.Type.COUNTER, null, LoginKey.CAUSE),

	/** Questions to the platform whether a session is good. */
	CHECKS("westmoon.login.checks", Meter.Type.COUNTER, null, LoginKey.VERDICT),

	/** Whether there is a session that can be sent: 1 or 0. */
	SESSION_USABLE("westmoon.login.session.usable", Meter.Type.GAUGE, null),

	/** Time until the session expires; no value if that is unknown. */
	SESSION_EXPIRES_IN("westmoon.login.session.expires.in", Meter.Type.GAUGE, "seconds"),

	/** Time since the platform said last what it thinks of the session. */
	SESSION_VERIFIED_AGO("westmoon.login.session.verified.ago", Meter.Type.GAUGE, "seconds"),

	/** Whether this process drives the login: 1 or 0. */
	LEASE_HELD("westmoon.login.lease.held", Meter.Type.GAUGE, null),

	/** Operations that the session store failed at, retries included. */
	STORE_FAILURES("westmoon.login.store.failures", Meter.Type.COUNTER, null, LoginKey.CAUSE),

	/** Notices to people, each counted once for every channel. */
	NOTICES("westmoon.login.notices", Meter.Type.COUNTER, null, LoginKey.CHANNEL, LoginKey.OUTCOME);

	private final String name;

	private final Meter.Type type;

	private final @Nullable String baseUnit;

	// Given away as a copy only.
	@SuppressWarnings("ImmutableEnumChecker")
	private final KeyName[] keyNames;

	LoginMeterDocumentation(String name, Meter.Type type, @Nullable String baseUnit, KeyName... others) {
		this.name = name;
		this.type = type;
		this.baseUnit = baseUnit;
		this.keyNames = KeyName.merge(new KeyName[] { LoginKey.ACCOUNT }, others);
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.baseUnit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.keyNames.clone();
	}

}
