package io.westmoon.login.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Names what a native image must contain and cannot know of: files that are read from the
 * class path, and settings of accounts, which are bound when an account is opened.
 */
class WestmoonLoginRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<String> FILES = List.of("page/*.html", "page/*.js", "page/*.css", "page/*.svg",
			"page/*.properties", "store/redis/*.lua", "store/jdbc/*.sql");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		FILES.forEach((files) -> hints.resources().registerPattern("io/westmoon/login/" + files));
		BindableRuntimeHintsRegistrar.forTypes(WestmoonAccountProperties.class).registerHints(hints);
	}

}
