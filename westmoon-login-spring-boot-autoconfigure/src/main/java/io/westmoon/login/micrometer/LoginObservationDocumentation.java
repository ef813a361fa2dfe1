package io.westmoon.login.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of an account's logins.
 */
public enum LoginObservationDocumentation implements ObservationDocumentation {

	/**
	 * One attempt, as long as this process drives it. Its parent is the wait of the call
	 * that has waited longest when it begins; without such a call, it has none.
	 */
	ATTEMPT {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultAttemptObservationConvention.class;
		}

		@Override
		public Observation.Event[] getEvents() {
			return AttemptEvent.values();
		}

	},

	/**
	 * One call that could not be answered from memory and waits for the store, the
	 * platform or a person. Its parent is the observation of the call.
	 */
	WAIT {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultWaitObservationConvention.class;
		}

	};

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return new KeyName[] { LoginKey.ACCOUNT, LoginKey.OUTCOME };
	}

	/**
	 * What happens in an attempt.
	 */
	public enum AttemptEvent implements Observation.Event {

		/** Somebody opened the login page for the first time. */
		PAGE_OPENED("page.opened"),

		/** A code is shown. */
		CODE_SHOWN("code.shown"),

		/** Somebody scanned the code. */
		CODE_SCANNED("code.scanned"),

		/** Somebody confirmed the login. */
		CONFIRMED("confirmed");

		private final String name;

		AttemptEvent(String name) {
			this.name = name;
		}

		@Override
		public String getName() {
			return this.name;
		}

	}

	/**
	 * What happens to the observation of a call that carries the session.
	 */
	public enum CallEvent implements Observation.Event {

		/** The call was refused and is sent again with another session. */
		REPLAYED("westmoon.login.replayed");

		private final String name;

		CallEvent(String name) {
			this.name = name;
		}

		@Override
		public String getName() {
			return this.name;
		}

	}

}
