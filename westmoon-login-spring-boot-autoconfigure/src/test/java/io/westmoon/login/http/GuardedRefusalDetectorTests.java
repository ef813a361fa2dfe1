package io.westmoon.login.http;

import java.util.List;

import ch.qos.logback.classic.Level;
import io.westmoon.login.http.RefusalDetector.BodyInspector;
import io.westmoon.login.http.RefusalDetector.Finding;
import io.westmoon.login.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;

class GuardedRefusalDetectorTests {

	@Test
	void aDetectorThatFailsRefusesNothingAndIsToldOnce() {
		RefusalDetector detector = new GuardedRefusalDetector(new RefusalDetector() {

			@Override
			public boolean isRefused(HttpStatusCode status, HttpHeaders headers) {
				throw new LinkageError("on purpose");
			}

			@Override
			public BodyInspector inspector(HttpStatusCode status, HttpHeaders headers) {
				throw new IllegalStateException("on purpose");
			}

		});
		try (CapturedLog log = CapturedLog.open(Level.INFO)) {
			for (int i = 0; i < 3; i++) {
				assertThat(detector.isRefused(HttpStatus.OK, HttpHeaders.EMPTY)).isFalse();
				assertThat(detector.inspector(HttpStatus.OK, HttpHeaders.EMPTY)).isNull();
			}
			assertThat(log.lines()).singleElement().satisfies((line) -> {
				assertThat(line.level()).isEqualTo(Level.WARN);
				assertThat(line.throwable()).contains("java.lang.LinkageError: on purpose");
			});
		}
	}

	@Test
	void anInspectorThatFailsHoldsNothingBack() {
		for (Finding finding : new Finding[] { null, Finding.UNDECIDED }) {
			BodyInspection inspection = new BodyInspection(guarded(new BodyInspector() {

				@Override
				public Finding next(byte[] bytes) {
					return finding;
				}

				@Override
				public boolean isRefusedAtEnd() {
					throw new LinkageError("on purpose");
				}

			}));
			assertThat(inspection.next(new byte[1])).isEqualTo(finding != null);
			inspection.end();
			assertThat(inspection.isRefused()).isFalse();
		}
	}

	@Test
	void whatIsFoundIsPassedOn() {
		RefusalDetector standard = new GuardedRefusalDetector(RefusalDetector.of(List.of(419), List.of("77")));
		HttpHeaders json = new HttpHeaders();
		json.set(HttpHeaders.CONTENT_TYPE, "application/json");
		assertThat(standard.isRefused(HttpStatusCode.valueOf(419), json)).isTrue();
		assertThat(standard.inspector(HttpStatus.OK, json).next("{\"code\":77}".getBytes())).isEqualTo(Finding.REFUSED);
		assertThat(standard.inspector(HttpStatus.OK, HttpHeaders.EMPTY)).isNull();
		assertThat(guarded(new BodyInspector() {

			@Override
			public Finding next(byte[] bytes) {
				return Finding.UNDECIDED;
			}

			@Override
			public boolean isRefusedAtEnd() {
				return true;
			}

		}).isRefusedAtEnd()).isTrue();
	}

	private static BodyInspector guarded(BodyInspector inspector) {
		return new GuardedRefusalDetector(new RefusalDetector() {

			@Override
			public boolean isRefused(HttpStatusCode status, HttpHeaders headers) {
				return false;
			}

			@Override
			public BodyInspector inspector(HttpStatusCode status, HttpHeaders headers) {
				return inspector;
			}

		}).inspector(HttpStatus.OK, HttpHeaders.EMPTY);
	}

}
