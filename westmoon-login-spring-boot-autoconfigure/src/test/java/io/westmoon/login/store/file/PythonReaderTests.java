package io.westmoon.login.store.file;

import java.nio.file.Path;
import java.time.Instant;

import io.westmoon.login.WestmoonSession;
import io.westmoon.login.store.Samples;
import io.westmoon.login.testsupport.Python;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.westmoon.login.store.Samples.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reader and writer as strict as the existing tool.
 */
class PythonReaderTests {

	private static final String TOOL = """
			import json, sys
			from dataclasses import dataclass, asdict, field
			@dataclass
			class Token:
			    access_token: str
			    refresh_token: str
			    token_type: str = "Bearer"
			    expires_in: int = 0
			    expires_at: float = 0.0
			    user_info: dict = field(default_factory=dict)
			    created_at: float = 0.0
			with open(sys.argv[1], encoding="utf-8") as f:
			    text = f.read()
			token = Token(**json.loads(text))
			assert isinstance(token.expires_at, float) and isinstance(token.created_at, float)
			assert isinstance(token.expires_in, int) and isinstance(token.user_info, dict)
			written = json.dumps(asdict(token), indent=2, ensure_ascii=False)
			assert written == text, written
			token.created_at += 1.5
			with open(sys.argv[1], "w", encoding="utf-8") as f:
			    json.dump(asdict(token), f, indent=2, ensure_ascii=False)
			""";

	@TempDir
	private Path directory;

	@Test
	void readsWhatIsWrittenAndWritesWhatIsRead() {
		Python.require();
		FileSessionStore store = new FileSessionStore("default", this.directory, Samples.CLOCK);
		Instant created = Samples.NOW.plusNanos(123456000);
		WestmoonSession session = Samples.session("at", created).withUser(Samples.user());
		store.save(session).block(TIMEOUT);
		Python.run(TOOL, store.directory().resolve("tokens.json"));
		WestmoonSession loaded = store.load().block(TIMEOUT);
		assertThat(loaded.createdAt()).isBetween(created.plusMillis(1499), created.plusMillis(1501));
		assertThat(loaded.user()).isEqualTo(session.user());
		assertThat(loaded.expiresAt()).isEqualTo(session.expiresAt());
	}

}
