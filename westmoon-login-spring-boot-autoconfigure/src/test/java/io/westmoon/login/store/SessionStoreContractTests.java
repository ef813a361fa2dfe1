package io.westmoon.login.store;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginFailure;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore.Change;
import io.westmoon.login.SessionStore.Lease;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static io.westmoon.login.store.Samples.NOW;
import static io.westmoon.login.store.Samples.TIMEOUT;
import static io.westmoon.login.store.Samples.code;
import static io.westmoon.login.store.Samples.first;
import static io.westmoon.login.store.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link SessionStore} promises. Published, so that the tests of a store of
 * your own can extend it: return a new, empty store for each test. Needs JUnit Jupiter,
 * AssertJ and {@code reactor-test}.
 */
public abstract class SessionStoreContractTests {

	/**
	 * Returns the empty store under test, whose clock stands at {@link Samples#NOW}.
	 * @return always the same store within a test
	 */
	protected abstract SessionStore store();

	@Test
	void isEmptyAtFirst() {
		assertThat(get(store().load())).isNull();
		assertThat(get(store().attempt())).isNull();
	}

	@Test
	void loadsTheSessionThatWasSaved() {
		WestmoonSession session = session("a", NOW.minusNanos(987654321)).withUser(Samples.user());
		assertThat(get(store().save(session))).isTrue();
		assertThat(get(store().load())).isEqualTo(session);
	}

	@Test
	void keepsASessionWithoutAnEndOrARefreshToken() {
		WestmoonSession session = new WestmoonSession("a", "", "MAC", Duration.ZERO, null, NOW, null);
		get(store().save(session));
		assertThat(get(store().load())).isEqualTo(session);
	}

	@Test
	void keepsAllFieldsOfTheUserWithTheirTypes() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("z", 1);
		fields.put("id", new BigInteger("123456789012345678901234567890"));
		fields.put("balance", new BigDecimal("0.12345678901234567890"));
		fields.put("rate", new BigDecimal("1.50"));
		fields.put("serial", 9007199254740993L);
		fields.put("vip", true);
		fields.put("none", null);
		fields.put("roles", List.of("a", Map.of("b", List.of())));
		fields.put("text", "\"\\\n\t\u0001 😀 é \u2028");
		WestmoonUser user = WestmoonUser.of(fields);
		get(store().save(session("a").withUser(user)));
		WestmoonUser loaded = get(store().load()).user();
		assertThat(loaded).isEqualTo(user);
		assertThat(loaded.fields().keySet()).containsExactlyElementsOf(fields.keySet());
	}

	@Test
	void doesNotSaveOverASessionThatWasCreatedLater() {
		get(store().save(session("new", NOW)));
		assertThat(get(store().save(session("old", NOW.minusMillis(1))))).isFalse();
		assertThat(get(store().load()).accessToken()).isEqualTo("new");
	}

	@Test
	void savesOverASessionThatWasCreatedEarlierOrAtTheSameTime() {
		get(store().save(session("a", NOW)));
		assertThat(get(store().save(session("b", NOW)))).isTrue();
		assertThat(get(store().save(session("c", NOW.plusMillis(1))))).isTrue();
		assertThat(get(store().load()).accessToken()).isEqualTo("c");
	}

	@Test
	void alwaysSavesTheSameSessionAgain() {
		get(store().save(session("a", NOW)));
		WestmoonSession known = session("a", NOW.minusSeconds(60)).withUser(Samples.user());
		assertThat(get(store().save(known))).isTrue();
		assertThat(get(store().load())).isEqualTo(known);
	}

	@Test
	void removesASessionOnlyIfItIsTheSame() {
		get(store().save(session("a").withUser(Samples.user())));
		assertThat(get(store().remove(session("b")))).isFalse();
		assertThat(get(store().load())).isNotNull();
		assertThat(get(store().remove(session("a", NOW.plusSeconds(9))))).isTrue();
		assertThat(get(store().load())).isNull();
		assertThat(get(store().remove(session("a")))).isFalse();
	}

	@Test
	void keepsEverythingAboutAnAttempt() {
		LoginAttempt attempt = Samples.complete();
		assertThat(get(store().compareAndSet(attempt))).isTrue();
		assertThat(get(store().attempt())).isEqualTo(attempt);
	}

	@Test
	void keepsAnAttemptInEachOfItsSteps() {
		LoginAttempt needed = first();
		LoginAttempt shown = needed.shown(code("s"));
		LoginAttempt scanned = shown.scanned();
		LoginAttempt confirmed = scanned.confirmed(session("a"));
		LoginAttempt other = confirmed.notAccepted();
		LoginAttempt accepted = other.accepted(session("a"), "85844");
		LoginAttempt again = LoginAttempt.begin("default", accepted);
		LoginAttempt failed = again.failed(new LoginFailure(LoginFailure.Kind.NOBODY_SCANNED), NOW.plusSeconds(60));
		for (LoginAttempt step : List.of(needed, shown, scanned, confirmed, other, accepted, again, failed,
				LoginAttempt.loggedOut("default", failed, List.of(session("b"))))) {
			assertThat(get(store().compareAndSet(step))).as(step.toString()).isTrue();
			assertThat(get(store().attempt())).isEqualTo(step);
		}
	}

	@Test
	void writesAnAttemptOnlyOverTheVersionBeforeIt() {
		LoginAttempt first = first();
		assertThat(get(store().compareAndSet(LoginAttempt.begin("default", first)))).isFalse();
		assertThat(get(store().compareAndSet(first))).isTrue();
		assertThat(get(store().compareAndSet(first()))).isFalse();
		assertThat(get(store().compareAndSet(first.shown(code("s")).scanned()))).isFalse();
		assertThat(get(store().attempt())).isEqualTo(first);
	}

	@Test
	void letsOneOfManyWritersWin() {
		List<LoginAttempt> attempts = Stream.generate(() -> first()).limit(16).toList();
		List<Boolean> outcomes = get(Flux.fromIterable(attempts)
			.flatMap((attempt) -> Mono.defer(() -> store().compareAndSet(attempt)).subscribeOn(Schedulers.parallel()),
					16)
			.collectList());
		assertThat(outcomes).hasSize(16).containsOnlyOnce(true);
	}

	@Test
	void keepsTheSessionThatWasCreatedLastWhoeverWritesFirst() {
		get(Flux.range(0, 16)
			.flatMap((i) -> Mono.defer(() -> store().save(session("a" + i, NOW.plusSeconds(i * 7 % 16))))
				.subscribeOn(Schedulers.parallel()), 16)
			.then());
		assertThat(get(store().load()).createdAt()).isEqualTo(NOW.plusSeconds(15));
	}

	@Test
	void givesTheLeaseToOneAtATime() {
		Lease lease = get(store().tryLease());
		assertThat(lease).isNotNull();
		assertThat(get(store().tryLease())).isNull();
		assertThat(get(lease.renew())).isTrue();
		get(lease.release());
		assertThat(get(lease.renew())).isFalse();
		assertThat(get(store().tryLease())).isNotNull();
	}

	@Test
	void aLeaseThatIsReleasedTwiceDoesNotFreeSomebodyElses() {
		Lease lease = get(store().tryLease());
		get(lease.release());
		Lease next = get(store().tryLease());
		get(lease.release());
		assertThat(get(store().tryLease())).isNull();
		assertThat(get(next.renew())).isTrue();
	}

	@Test
	void worksWhileTheLeaseIsHeld() {
		get(store().tryLease());
		assertThat(get(store().compareAndSet(first()))).isTrue();
		assertThat(get(store().save(session("a")))).isTrue();
	}

	@Test
	void signalsChangesOfSessionAndAttempt() {
		StepVerifier.create(store().changes().distinct())
			.then(() -> get(store().save(session("b"))))
			.expectNext(Change.SESSION)
			.then(() -> get(store().compareAndSet(first())))
			.expectNext(Change.ATTEMPT)
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void doesNothingBeforeItIsSubscribedTo() {
		store().save(session("a"));
		store().compareAndSet(first());
		store().tryLease();
		assertThat(get(store().load())).isNull();
		assertThat(get(store().attempt())).isNull();
		assertThat(get(store().tryLease())).isNotNull();
	}

	@Test
	void knowsNoPlaceForACodeWithoutAPicture() {
		LoginQrCode code = LoginQrCode.withoutImage("scan-secret", NOW, Duration.ofSeconds(5));
		assertThat(store().scanLocation(code)).isNull();
	}

	@Test
	void showsNoSecret() {
		get(store().save(session("access-secret")));
		get(store().compareAndSet(Samples.complete()));
		assertThat(store().toString()).doesNotContain("secret").startsWith(store().getClass().getSimpleName());
		assertThat(get(store().attempt()).toString()).doesNotContain("secret");
	}

	protected static <T> T get(Mono<T> mono) {
		return mono.block(TIMEOUT);
	}

}
