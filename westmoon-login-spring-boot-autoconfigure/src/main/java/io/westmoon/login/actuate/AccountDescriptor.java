package io.westmoon.login.actuate;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.support.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * How the login of one account stands, for people and programs that look at the endpoint.
 *
 * @param session the session
 * @param login the last login attempt; {@code null} if none is known
 * @param waitingCalls how many calls wait for a login
 * @param storeProblem what the store failed at last, and what to do; {@code null} if it
 * works
 * @param waitingFor what work of the application waits for a session; absent if none does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountDescriptor(SessionDescriptor session, @Nullable LoginDescriptor login, int waitingCalls,
		@Nullable String storeProblem, @Nullable List<String> waitingFor) {

	static AccountDescriptor of(LoginStatus status) {
		LoginStatus.Attempt attempt = status.attempt();
		return new AccountDescriptor(SessionDescriptor.of(status.session()),
				(attempt != null) ? LoginDescriptor.of(attempt) : null, status.waiting(), status.storeProblem(),
				status.waitingFor().isEmpty() ? null : status.waitingFor());
	}

	private static @Nullable String clean(@Nullable String foreign) {
		return (foreign != null) ? UntrustedText.oneLine(foreign) : null;
	}

	/**
	 * How the session stands.
	 *
	 * @param state what the platform said last
	 * @param verifiedAt when it said so
	 * @param userId who is logged in
	 * @param userName the name that goes with it
	 * @param createdAt when the session was received
	 * @param expiresAt when it ends
	 * @param expiresSoon whether people are reminded of that by now
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record SessionDescriptor(Verdict state, @Nullable Instant verifiedAt, @Nullable String userId,
			@Nullable String userName, @Nullable Instant createdAt, @Nullable Instant expiresAt, boolean expiresSoon) {

		static SessionDescriptor of(LoginStatus.Session session) {
			WestmoonUser user = session.user();
			return new SessionDescriptor(session.verdict(), session.verifiedAt(),
					(user != null) ? clean(user.id()) : null, (user != null) ? clean(user.name()) : null,
					session.createdAt(), session.expiresAt(), session.expiresSoon());
		}

	}

	/**
	 * How the login attempt stands.
	 *
	 * @param state how far it has come
	 * @param scanLocation where a person finds the code
	 * @param codeExpiresAt when the living code ends
	 * @param unnoticedCodes how many codes ended that nobody looked at or scanned
	 * @param failure why it failed or has no code
	 * @param detail what the platform said
	 * @param coolDownUntil until when no code is asked for by itself
	 * @param renewal whether the session that is to be replaced still works
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record LoginDescriptor(AttemptState state, @Nullable String scanLocation, @Nullable Instant codeExpiresAt,
			int unnoticedCodes, LoginFailure.@Nullable Kind failure, @Nullable String detail,
			@Nullable Instant coolDownUntil, boolean renewal) {

		static LoginDescriptor of(LoginStatus.Attempt attempt) {
			LoginFailure failure = attempt.failure();
			return new LoginDescriptor(attempt.state(), attempt.scanLocation(), attempt.codeExpiresAt(),
					attempt.unnoticedCodes(), (failure != null) ? failure.kind() : null,
					(failure != null) ? clean(failure.detail()) : null, attempt.coolDownUntil(), attempt.renewal());
		}

	}

}
