package io.westmoon.login.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store.SchemaInitialization;
import io.westmoon.login.store.jdbc.JdbcLoginTable;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Creates the table that keeps logins with the script of the database at hand.
 */
class JdbcSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private static final String SCRIPT = "classpath:io/westmoon/login/store/jdbc/schema-@@platform@@.sql";

	private final String table;

	JdbcSchemaInitializer(DataSource dataSource, String table, SchemaInitialization mode) {
		super(dataSource, settings(dataSource, mode));
		this.table = table;
	}

	private static DatabaseInitializationSettings settings(DataSource dataSource, SchemaInitialization mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setMode(DatabaseInitializationMode.valueOf(mode.name()));
		settings.setSchemaLocations(
				new PlatformPlaceholderDatabaseDriverResolver().withDriverPlatform(DatabaseDriver.MARIADB, "mysql")
					.resolveAll(dataSource, SCRIPT));
		return settings;
	}

	/**
	 * The scripts name the table as it is called unless set.
	 */
	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		for (Resource script : scripts) {
			try {
				String sql = script.getContentAsString(StandardCharsets.UTF_8);
				renamed.add(new ByteArrayResource(
						sql.replace(JdbcLoginTable.DEFAULT_NAME, this.table).getBytes(StandardCharsets.UTF_8),
						script.getDescription()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		super.runScripts(new Scripts(renamed));
	}

}
