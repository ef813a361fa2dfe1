package com.example.stock;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.SessionStoreException;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.json.AttemptJson;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class TableSessionStore implements SessionStore {

	private static final Duration LEASE = Lease.BEAT.multipliedBy(4);

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	TableSessionStore(JdbcClient jdbc, TransactionTemplate transaction) {
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	@Override
	public Mono<WestmoonSession> load() {
		return locked(() -> session(read("session")));
	}

	@Override
	public Mono<Boolean> save(WestmoonSession session) {
		return locked(() -> {
			WestmoonSession stored = session(read("session"));
			boolean replaceable = stored == null || stored.isSameAs(session)
					|| !stored.createdAt().isAfter(session.createdAt());
			return replaceable && write("session", SessionJson.write(session));
		});
	}

	@Override
	public Mono<Boolean> remove(WestmoonSession session) {
		return locked(() -> session.isSameAs(session(read("session"))) && write("session", new byte[0]));
	}

	@Override
	public Mono<LoginAttempt> attempt() {
		return locked(() -> attempt(read("attempt")));
	}

	@Override
	public Mono<Boolean> compareAndSet(LoginAttempt next) {
		return locked(() -> {
			LoginAttempt stored = attempt(read("attempt"));
			long version = (stored != null) ? stored.version() : 0;
			return next.version() == version + 1 && write("attempt", AttemptJson.write(next));
		});
	}

	@Override
	public Mono<Lease> tryLease() {
		String holder = UUID.randomUUID().toString();
		return locked(() -> hold(holder, "held_until < ?", now()) ? new RowLease(holder) : null);
	}

	@Override
	public Flux<Change> changes() {
		Flux<List<String>> looks = Flux.interval(Duration.ZERO, Duration.ofSeconds(1))
			.onBackpressureDrop()
			.concatMap((tick) -> locked(() -> List.of(read("session"), read("attempt"))).onErrorComplete(), 1);
		return Flux.concat(Mono.just(List.of("", "")), looks)
			.buffer(2, 1)
			.filter((pair) -> pair.size() == 2)
			.concatMap((pair) -> Flux.fromStream(Stream.of(Change.values())
				.filter((change) -> !pair.get(0).get(change.ordinal()).equals(pair.get(1).get(change.ordinal())))));
	}

	@Override
	public String scanLocation(LoginQrCode code) {
		return null;
	}

	@Override
	public String toString() {
		return "TableSessionStore";
	}

	private <T> Mono<T> locked(Callable<T> work) {
		return Mono.fromCallable(() -> this.transaction.execute((status) -> {
			this.jdbc.sql("SELECT id FROM westmoon_login WHERE id = 1 FOR UPDATE").query(Integer.class).single();
			try {
				return work.call();
			}
			catch (Exception ex) {
				throw new SessionStoreException("The table westmoon_login cannot be read or written", ex);
			}
		}))
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorMap((ex) -> !(ex instanceof SessionStoreException),
					(ex) -> new SessionStoreException("The table westmoon_login cannot be read or written", ex));
	}

	private String read(String column) {
		return this.jdbc.sql("SELECT " + column + " FROM westmoon_login WHERE id = 1").query(String.class).single();
	}

	private boolean write(String column, byte[] json) {
		return this.jdbc.sql("UPDATE westmoon_login SET " + column + " = ? WHERE id = 1")
			.param(new String(json, StandardCharsets.UTF_8))
			.update() == 1;
	}

	private boolean hold(String holder, String condition, Object value) {
		return this.jdbc.sql("UPDATE westmoon_login SET holder = ?, held_until = ? WHERE id = 1 AND " + condition)
			.params(holder, now() + LEASE.toMillis(), value)
			.update() == 1;
	}

	private long now() {
		return this.jdbc.sql("SELECT CURRENT_TIMESTAMP").query(Timestamp.class).single().getTime();
	}

	private static WestmoonSession session(String json) throws CorruptContentException {
		return json.isEmpty() ? null : SessionJson.read(json.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
	}

	private static LoginAttempt attempt(String json) throws CorruptContentException {
		return json.isEmpty() ? null : AttemptJson.read(json.getBytes(StandardCharsets.UTF_8));
	}

	private final class RowLease implements Lease {

		private final String holder;

		RowLease(String holder) {
			this.holder = holder;
		}

		@Override
		public Mono<Boolean> renew() {
			return locked(() -> hold(this.holder, "holder = ?", this.holder));
		}

		@Override
		public Mono<Void> release() {
			return locked(() -> TableSessionStore.this.jdbc
				.sql("UPDATE westmoon_login SET holder = '', held_until = 0 WHERE id = 1 AND holder = ?")
				.param(this.holder)
				.update()).then();
		}

	}

}
