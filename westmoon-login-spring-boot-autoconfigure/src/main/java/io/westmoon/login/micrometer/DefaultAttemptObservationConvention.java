package io.westmoon.login.micrometer;

import io.micrometer.common.KeyValues;

/**
 * The convention for the observation of an attempt, unless another one is given: it is
 * named {@code westmoon.login.attempt} and has the tags {@code account} and
 * {@code outcome}.
 */
public class DefaultAttemptObservationConvention implements AttemptObservationConvention {

	@Override
	public String getName() {
		return "westmoon.login.attempt";
	}

	@Override
	public String getContextualName(AttemptObservationContext context) {
		return "westmoon login attempt";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
		return KeyValues.of(LoginKey.ACCOUNT.withValue(context.getAccount()),
				LoginKey.OUTCOME.withValue(context.getOutcome()));
	}

}
