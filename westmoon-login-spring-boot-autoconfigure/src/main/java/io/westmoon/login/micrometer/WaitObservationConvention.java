package io.westmoon.login.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observation of a call's wait and its tags. A bean of this type replaces
 * {@link DefaultWaitObservationConvention}.
 */
public interface WaitObservationConvention extends ObservationConvention<WaitObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof WaitObservationContext;
	}

}
