package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.westmoon.login.WestmoonSession;
import io.westmoon.login.WestmoonUser;
import io.westmoon.login.store.Samples;
import io.westmoon.login.store.json.StoreJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static io.westmoon.login.store.Samples.NOW;
import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code tokens.json} as it is shared with the existing tool.
 */
class TokensFileTests {

	@TempDir
	private Path directory;

	private FileSessionStore store;

	@BeforeEach
	void open() {
		this.store = new FileSessionStore("default", this.directory, Samples.CLOCK);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\ud800", "x\udc00", "\udfff\ud800", "\u0000", "\uffff", "\"\\" })
	void keepsKeysThatAreNoText(String key) {
		WestmoonUser user = WestmoonUser.of(Map.of("id", "85844", key, key));
		save(Samples.session("at").withUser(user));
		assertThat(get(this.store.load()).user()).isEqualTo(user);
	}

	@Test
	void aByteOrderMarkDoesNoHarm() throws IOException {
		Files.writeString(tokens(), "\ufeff{\"access_token\":\"at\"}");
		assertThat(get(this.store.load()).accessToken()).isEqualTo("at");
	}

	@Test
	void keepsTheSessionWhereItsUserIsTooMuchToBeStored() {
		Object fields = Collections.nCopies(3_000_000, 1);
		for (int i = 0; i < 500; i++) {
			fields = List.of(fields);
		}
		WestmoonUser user = WestmoonUser.of(Map.of("uid", 85844, "name", "西月", "hostile", fields));
		save(Samples.session("at").withUser(user));
		WestmoonSession stored = this.store.load().block(TIMEOUT);
		assertThat(stored.accessToken()).isEqualTo("at");
		assertThat(stored.user()).isEqualTo(WestmoonUser.of(Map.of("id", "85844", "nickname", "西月")));
	}

	@Test
	void isWrittenTheWayTheToolWritesIt() throws IOException {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("id", "85844");
		fields.put("name", "西月 \"W\"\u0001\uD800");
		fields.put("roles", List.of("a", Map.of("n", 1.5)));
		fields.put("tags", List.of());
		fields.put("extra", Map.of());
		fields.put("vip", true);
		fields.put("none", null);
		save(new WestmoonSession("at", "", "Bearer", Duration.ofDays(7), NOW.plus(Duration.ofDays(7)).plusMillis(250),
				NOW, WestmoonUser.of(fields)));
		assertThat(Files.readString(tokens())).isEqualTo("""
				{
				  "access_token": "at",
				  "refresh_token": "",
				  "token_type": "Bearer",
				  "expires_in": 604800,
				  "expires_at": 1776244244.25,
				  "user_info": {
				    "id": "85844",
				    "name": "西月 \\"W\\"\\u0001\\ud800",
				    "roles": [
				      "a",
				      {
				        "n": 1.5
				      }
				    ],
				    "tags": [],
				    "extra": {},
				    "vip": true,
				    "none": null
				  },
				  "created_at": 1775639444.0
				}""");
	}

	@Test
	void saysZeroForNoEndAndAnEmptyObjectForNoUser() throws IOException {
		save(new WestmoonSession("at", "rt", "Bearer", Duration.ZERO, null, NOW.plusNanos(1000), null));
		assertThat(Files.readString(tokens())).isEqualTo("""
				{
				  "access_token": "at",
				  "refresh_token": "rt",
				  "token_type": "Bearer",
				  "expires_in": 0,
				  "expires_at": 0.0,
				  "user_info": {},
				  "created_at": 1775639444.000001
				}""");
	}

	@Test
	void forgivesMissingKeysAndIgnoresUnknownOnes() throws IOException {
		WestmoonSession session = load("{'access_token':'at','future':{'x':[1]}}");
		assertThat(session).isEqualTo(new WestmoonSession("at", "", "Bearer", Duration.ZERO, null, NOW, null));
	}

	@Test
	void derivesTheEndFromTheLife() throws IOException {
		assertThat(load("{'access_token':'at','expires_in':60,'created_at':1775639000.5}").expiresAt())
			.isEqualTo(NOW.minusMillis(443500 - 60000));
		assertThat(load("{'access_token':'at','expires_in':60}").expiresAt()).isEqualTo(NOW.plusSeconds(60));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "0.0", "'0'", "1e-999999999" })
	void takesAnEndThatIsNotPositiveForNone(String end) throws IOException {
		assertThat(load("{'access_token':'at','expires_in':60,'expires_at':" + end + "}").expiresAt()).isNull();
	}

	@Test
	void takesAnEndBeyondTheYear9999ForNone() throws IOException {
		assertThat(load("{'access_token':'at','expires_at':253402300800}").expiresAt()).isNull();
		assertThat(load("{'access_token':'at','expires_in':253402300799}").expiresAt()).isNull();
		assertThat(load("{'access_token':'at','expires_at':253402300799}").expiresAt())
			.isEqualTo("9999-12-31T23:59:59Z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "null", "-5", "'0'", "''", "1e999999999" })
	void takesATimeOfCreationThatIsNoneForNow(String created) throws IOException {
		assertThat(load("{'access_token':'at','created_at':" + created + "}").createdAt()).isEqualTo(NOW);
	}

	@Test
	void readsNumbersThatAreWrittenAsText() throws IOException {
		WestmoonSession session = load(
				"{'access_token':'at','expires_in':'604800','expires_at':'1776244244.0','created_at':' 1775639444 '}");
		assertThat(session).isEqualTo(
				new WestmoonSession("at", "", "Bearer", Duration.ofDays(7), NOW.plus(Duration.ofDays(7)), NOW, null));
	}

	@Test
	void readsNumbersWrittenAsTextOfUpToAHundredCharacters() throws IOException {
		assertThat(load("{'access_token':'at','expires_at':'" + "0".repeat(99) + "9'}").expiresAt())
			.isEqualTo(Instant.ofEpochSecond(9));
		assertThat(load("{'access_token':'at','expires_at':'" + "0".repeat(100) + "9'}")).isNull();
	}

	@Test
	void keepsEveryDigitOfATimeThatTheToolWrote() throws IOException {
		WestmoonSession session = load("{'access_token':'at','created_at':1775639444.1234567}");
		save(session);
		assertThat(Files.readString(tokens())).contains("\"created_at\": 1775639444.1234567\n");
		assertThat(get(this.store.load())).isEqualTo(session);
	}

	@Test
	void writesTheDeepestNestingThatItReads() throws IOException {
		int depth = StoreJson.MAX_DEPTH - 2;
		WestmoonSession session = load(
				"{'access_token':'at','user_info':{'a':" + "[".repeat(depth) + "1" + "]".repeat(depth) + "}}");
		save(session);
		assertThat(get(this.store.load())).isEqualTo(session);
		assertThat(load("{'access_token':'at','user_info':{'a':[" + "[".repeat(depth) + "]".repeat(depth) + "]}}"))
			.isNull();
	}

	@Test
	void anUndatedSessionGivesWayToOneThatSaysWhenItWasCreated() throws IOException {
		write("{'access_token':'at'}");
		assertThat(get(this.store.save(Samples.session("new", NOW.minusSeconds(3600))))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'access_token':''}", "{'access_token':null}", "{'access_token':' '}" })
	void isNoSessionWithoutAnAccessTokenAndIsLeftAlone(String content) throws IOException {
		assertThat(load(content)).isNull();
		assertThat(tokens()).content().isEqualTo(content.replace('\'', '"'));
		assertThat(get(this.store.remove(Samples.session("a")))).isFalse();
		assertThat(tokens()).exists();
		assertThat(this.directory).isDirectoryNotContaining("glob:**corrupt*");
	}

	private Path tokens() {
		return this.directory.resolve("tokens.json");
	}

	private void write(String content) throws IOException {
		Files.writeString(tokens(), content.replace('\'', '"'));
	}

	private WestmoonSession load(String content) throws IOException {
		write(content);
		return get(this.store.load());
	}

	private void save(WestmoonSession session) {
		assertThat(get(this.store.save(session))).isTrue();
	}

	private static <T> T get(Mono<T> mono) {
		return mono.block(TIMEOUT);
	}

}
