package io.westmoon.login.micrometer;

import io.micrometer.common.KeyValues;

/**
 * The convention for the observation of a call's wait, unless another one is given: it is
 * named {@code westmoon.login.wait} and has the tags {@code account} and {@code outcome}.
 */
public class DefaultWaitObservationConvention implements WaitObservationConvention {

	@Override
	public String getName() {
		return "westmoon.login.wait";
	}

	@Override
	public String getContextualName(WaitObservationContext context) {
		return "westmoon login wait";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(WaitObservationContext context) {
		return KeyValues.of(LoginKey.ACCOUNT.withValue(context.getAccount()),
				LoginKey.OUTCOME.withValue(context.getOutcome()));
	}

}
