package io.westmoon.login.store.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.westmoon.login.LoginQrCode;
import io.westmoon.login.SessionStore;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.SessionStoreContractTests;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class FileSessionStoreTests extends SessionStoreContractTests {

	@TempDir
	private Path directory;

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.directory, Samples.CLOCK);
	}

	@Override
	protected SessionStore store() {
		return this.store;
	}

	@Test
	void leavesNoTemporaryFile() throws Exception {
		get(this.store.save(Samples.session("a")));
		get(this.store.compareAndSet(Samples.first()));
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("tokens.json",
					"login_attempt.json", ".store.lock");
		}
	}

	@Test
	void survivesThatItsDirectoryIsRemoved() throws Exception {
		get(this.store.save(Samples.session("a")));
		Files.delete(this.directory.resolve("tokens.json"));
		Files.delete(this.directory.resolve(".store.lock"));
		Files.delete(this.directory);
		assertThat(get(this.store.load())).isNull();
		assertThat(get(this.store.save(Samples.session("b")))).isTrue();
		assertThat(get(this.store.tryLease())).isNotNull();
		assertThat(get(this.store.load())).isEqualTo(Samples.session("b"));
	}

	@Test
	void claimsTheLeaseInADirectoryThatWasRemoved() throws Exception {
		Files.delete(this.directory);
		assertThat(get(this.store.tryLease())).isNotNull();
	}

	@Test
	void noticesThatTheFileOfItsLeaseIsGone() throws Exception {
		SessionStore.Lease lease = get(this.store.tryLease());
		Files.delete(this.directory.resolve(".login.lock"));
		assertThat(get(lease.renew())).isFalse();
		get(lease.release());
		assertThat(get(this.store.tryLease())).isNotNull();
	}

	@Test
	void noticesThatTheFileOfItsLeaseWasReplaced() throws Exception {
		SessionStore.Lease lease = get(this.store.tryLease());
		Files.delete(this.directory.resolve(".login.lock"));
		Files.createFile(this.directory.resolve(".login.lock"));
		assertThat(get(lease.renew())).isFalse();
	}

	@Test
	void claimsALeaseAgainThatItLostWithItsFile() throws Exception {
		SessionStore.Lease lease = get(this.store.tryLease());
		Files.delete(this.directory.resolve(".login.lock"));
		assertThat(get(lease.renew())).isFalse();
		SessionStore.Lease again = get(this.store.tryLease());
		assertThat(again).isNotNull();
		get(lease.release());
		assertThat(get(again.renew())).as("the first one's release is not the second one's").isTrue();
	}

	@Test
	void tellsWhereThePictureOfACodeIs() throws Exception {
		LoginQrCode code = Samples.code("s");
		get(this.store.compareAndSet(Samples.first()));
		get(this.store.attempt().flatMap((attempt) -> this.store.compareAndSet(attempt.shown(code))));
		String place = this.store.scanLocation(code);
		assertThat(Path.of(place)).isAbsolute().hasBinaryContent(Samples.PNG);
	}

}
