package io.westmoon.login.processes;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.westmoon.login.LoginStatus;
import io.westmoon.login.SessionCheck.Verdict;
import io.westmoon.login.SessionStore;
import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.client.DefaultWestmoonAuthClient;
import io.westmoon.login.platform.WebClientWestmoonPlatform;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.testsupport.Python;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever another program does to the files, the client knows it soon, without being
 * called. And a call costs no look at the files.
 */
@Timeout(60)
class ForeignChangesTests {

	/** Far more than the half second between two looks at the files. */
	private static final Duration SOON = Duration.ofSeconds(10);

	private static final Duration QUIET = Duration.ofSeconds(2);

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	/** Begins each script: what the directory is and what the tool would write. */
	private static final String TOOL = """
			import json, os, shutil, sys
			directory = sys.argv[1]
			tokens = os.path.join(directory, "tokens.json")
			def write(path, token, user, created):
			    with open(path, "w", encoding="utf-8") as f:
			        json.dump({"access_token": token, "refresh_token": "", "token_type": "Bearer", "expires_in": 0,
			            "expires_at": 0.0, "user_info": {"id": user}, "created_at": created}, f, indent=2)
			def replace(token, user, created):
			    write(tokens + ".new", token, user, created)
			    os.replace(tokens + ".new", tokens)
			""";

	@TempDir
	private Path parent;

	private Path directory;

	private final AtomicInteger accesses = new AtomicInteger();

	private WestmoonAuthClient client;

	@BeforeEach
	void knowASession() {
		Python.require();
		this.directory = this.parent.resolve("store");
		SessionStore store = new FileSessionStore("default", this.directory, Clock.systemUTC());
		store.save(session("first")).block(TIMEOUT);
		this.client = DefaultWestmoonAuthClient.builder()
			.platform(WebClientWestmoonPlatform.builder().baseUrl("http://127.0.0.1:1").build())
			.store(counting(store))
			.build();
		Awaitility.await().atMost(TIMEOUT).until(() -> "first".equals(userId()));
	}

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
		}
	}

	@Test
	void aSessionThatTheToolReplacesIsKnownSoon() {
		run("replace('other', 'other', 1775639444.0)");
		awaitUser("other");
	}

	@Test
	void aSessionThatAnEditorRewritesInPlaceIsKnownSoon() {
		run("""
				with open(tokens, encoding="utf-8") as f:
				    text = f.read()
				with open(tokens, "r+", encoding="utf-8") as f:
				    f.write(text.replace("first", "other"))
				""");
		awaitUser("other");
	}

	@Test
	void aSessionThatIsReplacedByAnOlderFileIsKnownSoon() {
		run("""
				write(tokens + ".new", 'other', 'other', 1775639444.0)
				os.utime(tokens + ".new", (1, 1))
				os.replace(tokens + ".new", tokens)
				""");
		awaitUser("other");
	}

	@Test
	void aSessionThatIsOverwrittenByAnOlderBackupIsKnownSoon() {
		run("""
				backup = os.path.join(directory, "backup.json")
				write(backup, 'other', 'other', 1775639444.0)
				os.utime(backup, (1, 1))
				shutil.copy2(backup, tokens)
				""");
		awaitUser("other");
	}

	@Test
	void aSessionThatIsDeletedIsMissedSoon() {
		run("os.remove(tokens)");
		awaitNone();
	}

	@Test
	void aDirectoryThatIsDeletedIsMissedSoonAndFoundAgainWhenItIsBack() {
		run("shutil.rmtree(directory)");
		awaitNone();
		run("""
				os.mkdir(directory, 0o700)
				replace('other', 'other', 1775639444.0)
				""");
		awaitUser("other");
	}

	@Test
	void aCodeThatTheToolShowsIsKnownSoon() {
		run("""
				import time
				with open(os.path.join(directory, "pending_login.json"), "w", encoding="utf-8") as f:
				    json.dump({"scan_token": "s", "poll_interval_ms": 5000, "created_at": time.time()}, f)
				""");
		Awaitility.await().atMost(SOON).until(() -> this.client.status().attempt() != null);
	}

	@Test
	void aRequestDoesNotLookAtTheFiles() {
		int before = awaitQuiet();
		for (int i = 0; i < 1000; i++) {
			assertThat(this.client.session().block(TIMEOUT).accessToken()).isEqualTo("first");
		}
		assertThat(this.client.status().session().verdict()).isNotEqualTo(Verdict.MISSING);
		assertThat(this.accesses).hasValue(before);
	}

	/**
	 * Waits until the files have not been looked at for a while.
	 * @return how often they were looked at until then
	 */
	private int awaitQuiet() {
		AtomicInteger seen = new AtomicInteger();
		Awaitility.await()
			.atMost(TIMEOUT)
			.during(QUIET)
			.until(() -> seen.getAndSet(this.accesses.get()) == this.accesses.get());
		return seen.get();
	}

	private void run(String script) {
		Python.run(TOOL + script, this.directory);
	}

	private void awaitUser(String id) {
		Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(userId()).isEqualTo(id));
	}

	private void awaitNone() {
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			LoginStatus.Session session = this.client.status().session();
			assertThat(session.verdict()).isEqualTo(Verdict.MISSING);
			assertThat(session.createdAt()).isNull();
		});
	}

	private String userId() {
		WestmoonUser user = this.client.status().session().user();
		return (user != null) ? user.id() : null;
	}

	private static WestmoonSession session(String name) {
		return WestmoonSession.received(name, "", "Bearer", Duration.ofDays(7), Clock.systemUTC())
			.withUser(WestmoonUser.of(Map.of("id", name)));
	}

	private SessionStore counting(SessionStore store) {
		return (SessionStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { SessionStore.class },
				(proxy, method, arguments) -> {
					this.accesses.incrementAndGet();
					return method.invoke(store, arguments);
				});
	}

}
