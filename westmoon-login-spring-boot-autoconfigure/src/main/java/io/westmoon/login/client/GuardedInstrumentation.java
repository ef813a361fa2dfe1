package io.westmoon.login.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.westmoon.login.AccountInstrumentation;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginInstrumentation;
import io.westmoon.login.LoginListener;
import io.westmoon.login.SessionCheck;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * All that measures one account. Whatever it throws, also an {@code Error}, affects
 * nobody. Thread-safe.
 */
final class GuardedInstrumentation implements AccountInstrumentation {

	private static final Log logger = LogFactory.getLog(GuardedInstrumentation.class);

	private final String account;

	private final List<LoginInstrumentation> instrumentations;

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile List<AccountInstrumentation> opened = List.of();

	GuardedInstrumentation(String account, List<LoginListener> listeners) {
		this.account = account;
		this.instrumentations = listeners.stream()
			.filter(LoginInstrumentation.class::isInstance)
			.map(LoginInstrumentation.class::cast)
			.toList();
	}

	void open(LoginInstrumentation.Account account) {
		List<AccountInstrumentation> next = new ArrayList<>();
		this.instrumentations.forEach((instrumentation) -> guarded(() -> next.add(instrumentation.open(account))));
		this.opened = List.copyOf(next);
	}

	/**
	 * Reports a call that waits, and how its wait ends.
	 */
	<T> Mono<T> waiting(Mono<T> call) {
		return this.opened.isEmpty() ? call : Mono.deferContextual((context) -> {
			Wait wait = once(callWaits(context));
			return call.doOnSuccess((answer) -> wait.ended(null))
				.doOnError(wait::ended)
				.doOnCancel(() -> wait.ended(new CancellationException()));
		});
	}

	private static Wait once(Wait wait) {
		AtomicBoolean waiting = new AtomicBoolean(true);
		return (failure) -> {
			if (waiting.compareAndSet(true, false)) {
				wait.ended(failure);
			}
		};
	}

	@Override
	public Wait callWaits(ContextView context) {
		List<Wait> waits = new ArrayList<>();
		each((each) -> waits.add(each.callWaits(context)));
		return (failure) -> waits.forEach((wait) -> guarded(() -> wait.ended(failure)));
	}

	@Override
	public void callRefused(Refusal cause) {
		each((each) -> each.callRefused(cause));
	}

	@Override
	public void callReplayed(ContextView context) {
		each((each) -> each.callReplayed(context));
	}

	@Override
	public void sessionChecked(SessionCheck.Verdict verdict) {
		each((each) -> each.sessionChecked(verdict));
	}

	@Override
	public void attemptSeen(LoginAttempt attempt) {
		each((each) -> each.attemptSeen(attempt));
	}

	@Override
	public void attemptWritten(@Nullable LoginAttempt before, LoginAttempt attempt) {
		each((each) -> each.attemptWritten(before, attempt));
	}

	@Override
	public void leaseChanged(boolean held) {
		each((each) -> each.leaseChanged(held));
	}

	@Override
	public void storeFailed(Throwable failure) {
		each((each) -> each.storeFailed(failure));
	}

	@Override
	public void close() {
		List<AccountInstrumentation> last = this.opened;
		this.opened = List.of();
		last.forEach((each) -> guarded(each::close));
	}

	private void each(Consumer<AccountInstrumentation> call) {
		this.opened.forEach((each) -> guarded(() -> call.accept(each)));
	}

	private void guarded(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("The instrumentation of Westmoon account '" + this.account
						+ "' failed; its meters may be wrong. Further failures are logged at DEBUG", ex);
			}
			else {
				logger.debug("The instrumentation of Westmoon account '" + this.account + "' failed", ex);
			}
		}
	}

}
