package com.example.stock;

import io.micrometer.common.KeyValues;
import io.westmoon.login.micrometer.AttemptObservationContext;
import io.westmoon.login.micrometer.DefaultAttemptObservationConvention;
import org.springframework.stereotype.Component;

@Component
class RegionalLoginConvention extends DefaultAttemptObservationConvention {

	@Override
	public KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
		return super.getLowCardinalityKeyValues(context).and("region", "cn-south");
	}

}
