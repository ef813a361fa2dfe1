package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static io.westmoon.login.store.Samples.CLOCK;
import static io.westmoon.login.store.Samples.NOW;
import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What another user of the machine can have planted is not believed and not touched.
 */
@DisabledOnOs(OS.WINDOWS)
class UntrustedFileTests {

	private static final int STRANGER = 54321;

	private static final String PENDING = "{\"scan_token\":\"x-secret\",\"poll_interval_ms\":5000,\"created_at\":"
			+ NOW.getEpochSecond() + "}";

	@TempDir
	private Path temporary;

	private Path directory;

	@BeforeEach
	void create() throws IOException {
		this.directory = Files.createDirectory(this.temporary.toRealPath().resolve("store"));
		mode(this.directory, "rwx------");
	}

	@Test
	void aPendingLoginOfAnotherUserIsNotTakenUp() throws IOException {
		FileSessionStore store = open();
		Path pending = plant("pending_login.json", PENDING);
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(store.attempt()))
			.withMessageContainingAll(pending.toString(), "uid " + STRANGER, "chown 0 " + pending)
			.withMessageNotContaining("x-secret");
		assertThatExceptionOfType(SessionStoreException.class)
			.isThrownBy(() -> get(store.compareAndSet(Samples.first().shown(Samples.code("s")))))
			.withMessageContaining(pending.toString());
		assertUntouched(pending, PENDING);
	}

	@Test
	void aSessionOfAnotherUserIsNeitherUsedNorReplacedNorRemoved() throws IOException {
		FileSessionStore store = open();
		Path tokens = plant("tokens.json", "{\"access_token\":\"x-secret\"}");
		assertFails(store.load(), tokens);
		assertFails(store.save(Samples.session("a")), tokens);
		assertFails(store.remove(Samples.session("x-secret")), tokens);
		assertUntouched(tokens, "{\"access_token\":\"x-secret\"}");
	}

	@Test
	void aDamagedFileOfAnotherUserIsNotQuarantined() throws IOException {
		FileSessionStore store = open();
		Path attempt = plant("login_attempt.json", "{");
		assertFails(store.attempt(), attempt);
		assertFails(store.compareAndSet(Samples.first()), attempt);
		assertUntouched(attempt, "{");
		assertThat(this.directory).isDirectoryNotContaining("glob:**corrupt*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tokens.json", "login_attempt.json", "pending_login.json", ".store.lock", ".login.lock" })
	void theStoreDoesNotOpenWhileAFileOfAnotherUserIsThere(String name) throws IOException {
		Path planted = plant(name, "{}");
		assertThat(refusal()).satisfies((refusal) -> {
			assertThat(refusal.reason()).contains(planted.toString(), "uid " + STRANGER);
			assertThat(refusal.remedy()).contains("chown 0 " + planted);
			assertThat(refusal).hasMessageContainingAll(refusal.reason(), refusal.remedy());
		});
		assertUntouched(planted, "{}");
		Files.setAttribute(planted, "unix:uid", 0);
		open();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tokens.json", "login_attempt.json", "pending_login.json", ".store.lock", ".login.lock" })
	void theStoreDoesNotOpenWhileALinkIsThere(String name) throws IOException {
		Path link = link(name, Files.writeString(this.temporary.resolve("target"), "{}"));
		assertThat(refusal().reason()).contains(link.toString(), "no regular file");
		assertThat(refusal().remedy()).contains("rm " + link);
		assertThat(link).isSymbolicLink();
	}

	@Test
	void aLinkIsNeitherFollowedNorReplaced() throws IOException {
		FileSessionStore store = open();
		Path target = Files.writeString(this.temporary.resolve("target"), "{\"access_token\":\"a\"}");
		mode(target, "rw-r--r--");
		Path tokens = link("tokens.json", target);
		assertFails(store.load(), tokens);
		assertFails(store.save(Samples.session("a")), tokens);
		assertFails(store.remove(Samples.session("a")), tokens);
		assertThat(tokens).isSymbolicLink();
		assertThat(target).hasContent("{\"access_token\":\"a\"}");
		assertThat(mode(target)).isEqualTo("rw-r--r--");
	}

	@Test
	void aLinkIsNeitherReplacedNorDeletedWhereNobodyReadsItBefore() throws IOException {
		Path link = link("link", this.temporary.resolve("target"));
		AtomicFile file = new AtomicFile(link, FilePermissions.of(link));
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(() -> file.write(new byte[] { 1 }));
		assertThatExceptionOfType(UntrustedFileException.class).isThrownBy(file::delete);
		assertThat(link).isSymbolicLink();
		assertThat(this.temporary.resolve("target")).doesNotExist();
	}

	@Test
	void aDanglingLinkForALockDoesNotCreateItsTarget() throws IOException {
		FileSessionStore store = open();
		Path target = this.temporary.resolve("target");
		Path section = link(".store.lock", target);
		Path lease = link(".login.lock", target);
		assertFails(store.save(Samples.session("a")), section);
		assertFails(store.tryLease(), lease);
		assertThat(target).doesNotExist();
	}

	@Test
	void permissionsOfTheTargetOfALinkAreNotNarrowed() throws IOException {
		Path target = Files.writeString(this.temporary.resolve("target"), "");
		mode(target, "rw-r--r--");
		FilePermissions.of(target).keepPrivate(link("link", target));
		assertThat(mode(target)).isEqualTo("rw-r--r--");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tokens.json", "login_attempt.json", "pending_login.json" })
	void aPipeDoesNotBlockTheReaders(String name) throws Exception {
		FileSessionStore store = open();
		Path pipe = pipe(this.directory.resolve(name));
		assertFails(name.equals("tokens.json") ? store.load() : store.attempt(), pipe);
		assertThat(refusal().reason()).contains(pipe.toString(), "no regular file");
	}

	@Test
	void aPipeForALockDoesNotBlockTheWriters() throws Exception {
		FileSessionStore store = open();
		Path section = pipe(this.directory.resolve(".store.lock"));
		Path lease = pipe(this.directory.resolve(".login.lock"));
		assertFails(store.save(Samples.session("a")), section);
		assertFails(store.tryLease(), lease);
	}

	@Test
	void aFileOfOursThatAllUsersCanWriteIsNotBelieved() throws IOException {
		FileSessionStore store = open();
		get(store.save(Samples.session("a")));
		Path tokens = this.directory.resolve("tokens.json");
		mode(tokens, "rw-rw-rw-");
		assertFails(store.load(), tokens);
		assertThat(refusal().remedy()).contains("chmod go-w " + tokens);
		assertThat(mode(tokens)).isEqualTo("rw-rw-rw-");
	}

	@Test
	void aDirectoryOfOursThatAllUsersCanWriteIsNarrowedAndWhatWasPlantedIsRefused() throws IOException {
		mode(this.directory, "rwxrwxrwx");
		open();
		assertThat(mode(this.directory)).isEqualTo("rwx------");
		mode(this.directory, "rwxrwxrwx");
		Path planted = plant("pending_login.json", PENDING);
		assertThat(refusal().reason()).contains(planted.toString());
		assertThat(mode(this.directory)).isEqualTo("rwx------");
	}

	@Test
	void aDirectoryOfAnotherUserIsRefusedAndNotTouched() throws IOException {
		mode(this.directory, "rwxr-xr-x");
		chown(this.directory);
		assertThat(refusal().reason()).contains("directory " + this.directory, "uid " + STRANGER);
		assertThat(refusal().remedy()).contains("chown 0 " + this.directory);
		assertThat(mode(this.directory)).isEqualTo("rwxr-xr-x");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aDirectoryBelowOneOfAnotherUserIsNotCreated() throws IOException {
		chown(this.directory);
		assertThat(refusal(this.directory.resolve("a/b")).reason()).contains("directory " + this.directory + " ");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void aDirectoryBelowOneThatAllUsersCanWriteIsRefused() throws IOException {
		Path below = this.directory.resolve("a/b");
		mode(this.directory, "rwxrwxrwx");
		assertThat(refusal(below).reason()).contains(this.directory + ",", "all users");
		assertThat(refusal(below).remedy()).contains("chmod go-w " + this.directory);
		assertThat(this.directory).isEmptyDirectory();
		mode(this.directory, "rwxr-xr-x");
		open(below);
		mode(this.directory, "rwxrwxrwx");
		assertThat(refusal(below).reason()).contains(this.directory + ",");
	}

	@Test
	void aLinkOnTheWayLeadsToTheDirectoriesThatAreChecked() throws IOException {
		Path link = link("../way", this.directory);
		mode(this.directory, "rwxrwxrwx");
		assertThat(refusal(link.resolve("a")).reason()).contains(this.directory + ",", "all users");
	}

	@Test
	void aSharedTemporaryDirectoryMayBeAboveButNotTheDirectoryItself() throws IOException {
		mode(this.directory, 01777);
		open(this.directory.resolve("mine"));
		assertThat(refusal().reason()).contains(this.directory + ",", "shared by all users");
		assertThat(refusal().remedy()).contains(this.directory.resolve("westmoon-login").toString());
		assertThat(mode(this.directory)).isEqualTo("rwxrwxrwx");
		chown(this.directory);
		assertThat(refusal(this.directory.resolve("mine")).reason()).contains("belongs to uid " + STRANGER);
	}

	@Test
	void aDirectoryAboveMayBeWrittenByAGroupWithoutMembers() throws IOException {
		assumeRoot();
		Files.setAttribute(this.directory, "unix:gid", STRANGER);
		mode(this.directory, "rwxrwxr-x");
		FileSessionStore store = open(this.directory.resolve("a"));
		assertThat(get(store.save(Samples.session("a")))).isTrue();
		assertThat(get(store.load())).isEqualTo(Samples.session("a"));
	}

	@Test
	void theDirectoriesAreCheckedAgainBeforeAFileIsRead() throws IOException {
		Path below = this.directory.resolve("a");
		FileSessionStore store = open(below);
		get(store.save(Samples.session("a")));
		mode(this.directory, "rwxrwxrwx");
		assertFails(store.load(), this.directory);
		mode(this.directory, "rwx------");
		assertThat(get(store.load())).isEqualTo(Samples.session("a"));
		Files.move(below, this.directory.resolve("moved"));
		link("a", this.directory.resolve("moved"));
		assertFails(store.load(), below);
		Files.delete(below);
		Files.move(this.directory.resolve("moved"), below);
		chown(below);
		assertFails(store.load(), below);
	}

	@Test
	void thePicturesAreInADirectoryOfOurs() throws IOException {
		Path images = Files.createDirectory(this.directory.resolve("qr_codes"));
		chown(images);
		assertThat(refusal().reason()).contains(images.toString(), "uid " + STRANGER);
		Files.delete(images);
		link("qr_codes", Files.createDirectory(this.temporary.resolve("elsewhere")));
		assertThat(refusal().reason()).contains(images.toString());
	}

	@Test
	void aPictureIsNotReadOrWrittenThroughALink() throws IOException {
		FileSessionStore store = open();
		Path target = Files.write(this.temporary.resolve("target"), Samples.PNG);
		Path images = Files.createDirectory(this.directory.resolve("qr_codes"));
		Files.writeString(this.directory.resolve("pending_login.json"), PENDING);
		Path image = link("qr_codes/login_qr_" + NOW.getEpochSecond() + ".png", target);
		assertThat(get(store.attempt()).code().image()).isNull();
		Files.delete(this.directory.resolve("pending_login.json"));
		get(store.compareAndSet(Samples.first()));
		assertFails(store.compareAndSet(get(store.attempt()).shown(Samples.code("s"))), image);
		assertThat(image).isSymbolicLink();
		Files.delete(image);
		Files.delete(images);
		link("qr_codes", Files.createDirectory(this.temporary.resolve("elsewhere")));
		assertFails(store.compareAndSet(get(store.attempt()).shown(Samples.code("s"))), images);
		assertThat(this.temporary.resolve("elsewhere")).isEmptyDirectory();
	}

	@Test
	void aStaleTemporaryFileOfAnotherUserStays() throws IOException {
		Path stale = plant(".westmoon-1.tmp", "");
		Files.setLastModifiedTime(stale, FileTime.from(NOW.minusSeconds(61)));
		open();
		assertThat(stale).exists();
	}

	@Test
	void theDirectoriesAboveAreCreatedSoThatOthersCannotWriteThere() throws IOException {
		FilePermissions.of(this.directory).createParents(this.directory.resolve("a/b"));
		assertThat(mode(this.directory.resolve("a"))).doesNotContain("rwxrwx");
		assertThat(mode(this.directory.resolve("a/b"))).isEqualTo("rwxr-xr-x");
	}

	private FileSessionStore open() {
		return open(this.directory);
	}

	private static FileSessionStore open(Path directory) {
		return new FileSessionStore("default", directory, CLOCK);
	}

	private SessionStoreUnavailableException refusal() {
		return refusal(this.directory);
	}

	private static SessionStoreUnavailableException refusal(Path directory) {
		SessionStoreUnavailableException refusal = catchThrowableOfType(SessionStoreUnavailableException.class,
				() -> open(directory));
		assertThat(refusal).isNotNull();
		return refusal;
	}

	private static void assertFails(Mono<?> operation, Path named) {
		assertThatExceptionOfType(SessionStoreException.class).isThrownBy(() -> get(operation))
			.withMessageContainingAll(named.toString(), "others could have changed it");
	}

	private Path plant(String name, String content) throws IOException {
		assumeRoot();
		Path file = this.directory.resolve(name);
		Files.write(file, content.getBytes(StandardCharsets.UTF_8));
		mode(file, "rw-r--r--");
		chown(file);
		return file;
	}

	private static void assertUntouched(Path planted, String content) throws IOException {
		assertThat(planted).hasContent(content);
		assertThat(mode(planted)).isEqualTo("rw-r--r--");
		assertThat(Files.getAttribute(planted, "unix:uid")).isEqualTo(STRANGER);
	}

	private static void chown(Path path) throws IOException {
		assumeRoot();
		Files.setAttribute(path, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
	}

	private static void assumeRoot() {
		assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to give files away");
	}

	private Path link(String name, Path target) throws IOException {
		return Files.createSymbolicLink(this.directory.resolve(name).normalize(), target);
	}

	private static Path pipe(Path path) throws Exception {
		Process process = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
		assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
		return path;
	}

	private static void mode(Path path, String mode) throws IOException {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
	}

	private static void mode(Path path, int mode) throws IOException {
		Files.setAttribute(path, "unix:mode", mode);
	}

	private static String mode(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
	}

	private static <T> T get(Mono<T> mono) {
		return mono.block(TIMEOUT);
	}

}
