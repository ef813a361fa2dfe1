package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.AttemptJson;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.SessionJson;
import io.westmoon.login.support.DisplayTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import static io.westmoon.login.store.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contents that came to harm in as many ways as the system property
 * {@code westmoon.mutations} says: each counts as damaged or is something that can be
 * worked with.
 */
class MutatedFileTests {

	private static final int MUTATIONS = Integer.getInteger("westmoon.mutations", 10_000);

	private static final Configuration UNIX = Configuration.unix()
		.toBuilder()
		.setAttributeViews("basic", "owner", "posix", "unix")
		.build();

	private static final byte[] SESSION = SessionJson
		.write(Samples.session("access", NOW.plusNanos(1)).withUser(Samples.user()));

	private static final List<byte[]> ATTEMPTS = List.of(AttemptJson.write(Samples.complete()),
			AttemptJson.write(Samples.first().shown(Samples.code("scan")).scanned()));

	private static final byte[] PENDING = PendingLogin.of(Samples.code("scan")).write();

	private static final Logger logger = (Logger) LoggerFactory.getLogger(StoreFile.class);

	@BeforeAll
	static void silenceWarnings() {
		logger.setLevel(Level.ERROR);
	}

	@AfterAll
	static void restoreWarnings() {
		logger.setLevel(null);
	}

	@Test
	void whateverIsReadFromAMutatedSessionCanBeWorkedWith() {
		mutate(MUTATIONS, List.of(SESSION), (content) -> {
			WestmoonSession read = SessionJson.read(content, NOW);
			if (read != null) {
				work(read);
			}
		});
	}

	@Test
	void whateverIsReadFromAMutatedAttemptCanBeWorkedWith() {
		mutate(MUTATIONS, ATTEMPTS, (content) -> work(AttemptJson.read(content)));
	}

	@Test
	void whateverIsReadFromAMutatedPendingLoginCanBeWorkedWith() {
		mutate(MUTATIONS, List.of(PENDING), (content) -> {
			PendingLogin read = PendingLogin.read(content);
			if (read != null) {
				read.isAlive(NOW);
				work(LoginQrCode.withoutImage(read.scanToken(), read.createdAt(), read.pollInterval()));
			}
		});
	}

	@Test
	void aStoreNeverFailsForDamageAndKeepsItAside() throws IOException {
		try (FileSystem fileSystem = Jimfs.newFileSystem(UNIX)) {
			FileSessionStore store = new FileSessionStore("default", fileSystem.getPath("/store"), Samples.CLOCK);
			mutate(MUTATIONS / 50, List.of(SESSION), (content) -> {
				Reading reading = (bytes) -> SessionJson.read(bytes, NOW);
				access(store, "tokens.json", content, reading, store.load());
				access(store, "tokens.json", content, reading, store.remove(Samples.session("other")));
				access(store, "tokens.json", content, reading, store.save(Samples.session("other")));
			});
			mutate(MUTATIONS / 50, ATTEMPTS, (content) -> {
				access(store, "login_attempt.json", content, AttemptJson::read, store.attempt());
				access(store, "login_attempt.json", content, AttemptJson::read, store.compareAndSet(Samples.first()));
			});
			mutate(MUTATIONS / 50, List.of(PENDING), (content) -> {
				access(store, "pending_login.json", content, (bytes) -> {
				}, store.attempt());
				assertThat(store.directory().resolve("pending_login.json")).hasBinaryContent(content);
				access(store, "pending_login.json", content, (bytes) -> {
				}, store.compareAndSet(Samples.first().shown(Samples.code("s"))));
			});
		}
	}

	private static void access(FileSessionStore store, String name, byte[] content, Reading reading, Mono<?> access)
			throws IOException {
		Path file = Files.write(store.directory().resolve(name), content);
		access.block(Samples.TIMEOUT);
		try (DirectoryStream<Path> aside = Files.newDirectoryStream(store.directory(), name + ".corrupt-*")) {
			List<Path> kept = new ArrayList<>();
			aside.forEach(kept::add);
			if (isDamaged(content, reading)) {
				assertThat(kept).singleElement().satisfies((path) -> assertThat(path).hasBinaryContent(content));
				Files.delete(kept.get(0));
			}
			else {
				assertThat(kept).isEmpty();
				assertThat(file).exists();
			}
		}
	}

	private static boolean isDamaged(byte[] content, Reading reading) throws IOException {
		try {
			reading.read(content);
			return false;
		}
		catch (CorruptContentException ex) {
			return true;
		}
	}

	private static void mutate(int mutations, List<byte[]> contents, Reading reading) {
		System.out.println(mutations + " mutations, " + Seed.asOption());
		for (int i = 0; i < mutations; i++) {
			byte[] content = Mutation.some(contents.get(i % contents.size()), Seed.random(i));
			try {
				reading.read(content);
			}
			catch (CorruptContentException ex) {
				assertThat(ex).hasNoCause();
			}
			catch (IOException | RuntimeException | AssertionError ex) {
				throw new AssertionError("Mutation " + i + " with " + Seed.asOption() + ": " + new String(content), ex);
			}
		}
	}

	private static void work(WestmoonSession session) throws CorruptContentException {
		assertThat(session.isExpired(NOW)).isIn(true, false);
		assertThat(session.authorization()).isNotBlank().matches("[^\\p{Cntrl}]+");
		assertThat(session.expiresIn()).isGreaterThanOrEqualTo(Duration.ZERO);
		work(session.createdAt());
		work(session.expiresAt());
		assertThat(SessionJson.read(SessionJson.write(session), session.createdAt())).isEqualTo(session);
	}

	private static void work(LoginAttempt attempt) throws CorruptContentException {
		assertThat(attempt.id()).isNotBlank();
		assertThat(attempt.account()).isNotBlank();
		assertThat(List.of(attempt.unnoticedCodes(), attempt.notices(), attempt.failures()))
			.allSatisfy((count) -> assertThat(count).isBetween(0, 1_000_000));
		assertThat(attempt.version()).isBetween(0L, 1L << 53);
		assertThat(attempt.isCoolingDown(NOW)).isIn(true, false);
		work(attempt.coolDownUntil());
		work(attempt.codeEndsAt());
		if (attempt.code() != null) {
			work(attempt.code());
		}
		assertThat(attempt.code() != null
				|| (attempt.state() != AttemptState.SHOWN && attempt.state() != AttemptState.SCANNED))
			.isTrue();
		if (attempt.confirmed() != null) {
			work(attempt.confirmed());
		}
		assertThat(attempt.confirmed() != null || attempt.state() != AttemptState.CONFIRMED).isTrue();
		assertThat(AttemptJson.read(AttemptJson.write(attempt))).isEqualTo(attempt);
	}

	private static void work(LoginQrCode code) throws CorruptContentException {
		assertThat(code.scanToken()).isNotBlank();
		assertThat(code.pollInterval()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(5));
		assertThat(Duration.between(code.issuedAt(), code.expiresAt())).isLessThanOrEqualTo(Duration.ofDays(1));
		work(code.issuedAt());
		work(code.expiresAt());
		PendingLogin pending = PendingLogin.read(PendingLogin.of(code).write());
		assertThat(pending == null || pending.scanToken().equals(code.scanToken())).isTrue();
	}

	private static void work(@Nullable Instant time) {
		if (time != null) {
			assertThat(DisplayTime.of(time)).isNotBlank();
			assertThat(Duration.between(time, NOW).multipliedBy(1000)).isNotNull();
		}
	}

	/**
	 * Reads a content and works with what is in it.
	 */
	@FunctionalInterface
	private interface Reading {

		void read(byte[] content) throws IOException, CorruptContentException;

	}

}
