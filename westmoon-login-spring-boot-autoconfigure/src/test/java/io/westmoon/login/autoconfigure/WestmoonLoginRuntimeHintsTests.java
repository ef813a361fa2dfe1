package io.westmoon.login.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image must contain.
 */
class WestmoonLoginRuntimeHintsTests {

	private static final Path CLASSES = Path.of("target", "classes");

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		new WestmoonLoginRuntimeHints().registerHints(this.hints, null);
	}

	@Test
	void allFilesThatAreReadFromTheClassPath() throws IOException {
		for (String directory : List.of("page", "store")) {
			try (Stream<Path> files = Files.walk(CLASSES.resolve("io/westmoon/login").resolve(directory))) {
				assertThat(files.filter(Files::isRegularFile)
					.map((file) -> CLASSES.relativize(file).toString())
					.filter((file) -> !file.endsWith(".class"))).isNotEmpty()
					.allMatch((file) -> RuntimeHintsPredicates.resource().forResource(file).test(this.hints));
			}
		}
	}

	@Test
	void theSettingsOfAccountsThatAreBoundWhileTheApplicationRuns() {
		for (Class<?> type : List.of(WestmoonAccountProperties.class, WestmoonAccountProperties.Relogin.class,
				WestmoonAccountProperties.Store.class, NotifyProperties.class)) {
			assertThat(Stream.of(type.getMethods()).filter((method) -> method.getName().startsWith("set")))
				.allMatch((method) -> RuntimeHintsPredicates.reflection().onMethodInvocation(method).test(this.hints));
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
		}
	}

}
