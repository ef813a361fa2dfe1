package io.westmoon.login.autoconfigure;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribed() throws Exception {
		List<String> names = new ArrayList<>();
		Path file = Path.of("target/classes/META-INF/spring-configuration-metadata.json");
		try (InputStream metadata = Files.newInputStream(file)) {
			for (JsonNode property : JsonMapper.shared().readTree(metadata).get("properties")) {
				String name = property.get("name").asString();
				names.add(name);
				assertThat(property.path("description").asString("")).as(name).endsWith(".");
			}
		}
		assertThat(names).contains("westmoon.login.base-url", "westmoon.login.relogin.wait-timeout",
				"westmoon.login.store.type", "westmoon.login.health.verify-interval",
				"management.health.westmoonlogin.enabled");
	}

}
