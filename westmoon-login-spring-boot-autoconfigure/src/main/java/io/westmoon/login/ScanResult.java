package io.westmoon.login;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * The platform's answer about a code.
 *
 * @param status the status
 * @param word the status as the platform spelled it; foreign text
 * @param session the session, with {@link ScanStatus#CONFIRMED} only; this may be the
 * only answer that ever carries it
 */
public record ScanResult(ScanStatus status, String word, @Nullable WestmoonSession session) {

	public ScanResult {
		Assert.isTrue((status == ScanStatus.CONFIRMED) == (session != null),
				"A session comes with CONFIRMED, and only then");
	}

}
