package io.westmoon.login.http;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * Keeps the failures of an application's detector away from its calls, and warns of the
 * first one. Thread-safe.
 */
final class GuardedRefusalDetector implements RefusalDetector {

	private static final Log logger = LogFactory.getLog(GuardedRefusalDetector.class);

	private final RefusalDetector detector;

	private final AtomicBoolean told = new AtomicBoolean();

	GuardedRefusalDetector(RefusalDetector detector) {
		this.detector = detector;
	}

	@Override
	public boolean isRefused(HttpStatusCode status, HttpHeaders headers) {
		try {
			return this.detector.isRefused(status, headers);
		}
		catch (Throwable ex) {
			failed(ex);
			return false;
		}
	}

	@Override
	public @Nullable BodyInspector inspector(HttpStatusCode status, HttpHeaders headers) {
		try {
			BodyInspector inspector = this.detector.inspector(status, headers);
			return (inspector != null) ? new GuardedInspector(inspector) : null;
		}
		catch (Throwable ex) {
			failed(ex);
			return null;
		}
	}

	private void failed(Throwable error) {
		String message = "The RefusalDetector failed on an answer, which counts as not refused";
		if (this.told.compareAndSet(false, true)) {
			logger.warn(message + ". If it fails again, that is logged at level debug", error);
		}
		else {
			logger.debug(message, error);
		}
	}

	private final class GuardedInspector implements BodyInspector {

		private final BodyInspector inspector;

		GuardedInspector(BodyInspector inspector) {
			this.inspector = inspector;
		}

		@Override
		public Finding next(byte[] bytes) {
			try {
				return Objects.requireNonNull(this.inspector.next(bytes));
			}
			catch (Throwable ex) {
				failed(ex);
				return Finding.NOT_REFUSED;
			}
		}

		@Override
		public boolean isRefusedAtEnd() {
			try {
				return this.inspector.isRefusedAtEnd();
			}
			catch (Throwable ex) {
				failed(ex);
				return false;
			}
		}

	}

}
