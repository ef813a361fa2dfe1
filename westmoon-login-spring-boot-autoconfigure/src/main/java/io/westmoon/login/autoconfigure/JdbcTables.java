package io.westmoon.login.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store.Jdbc;
import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store.SchemaInitialization;
import io.westmoon.login.store.jdbc.JdbcLoginTable;
import io.westmoon.login.store.jdbc.UnusableTableException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The tables that keep logins, each of them once, for all accounts. Thread-safe.
 */
final class JdbcTables {

	private static final Log logger = LogFactory.getLog(JdbcTables.class);

	private final ObjectProvider<DataSource> dataSources;

	private final Map<String, JdbcLoginTable> tables = new HashMap<>();

	JdbcTables(ObjectProvider<DataSource> dataSources) {
		this.dataSources = dataSources;
	}

	/**
	 * Returns a table that can be used, as far as is known: a database that gives no
	 * answer may give one later. Blocks.
	 * @param settings which table
	 * @param prefix what the names of the store's settings begin with
	 * @throws UnusableTableException if the table cannot be used
	 */
	synchronized JdbcLoginTable open(Jdbc settings, String prefix) {
		JdbcLoginTable known = this.tables.get(settings.getTableName());
		if (known != null) {
			return known;
		}
		JdbcLoginTable table = describe(settings, prefix);
		try {
			table.prepare().block();
		}
		catch (UnusableTableException ex) {
			throw ex;
		}
		catch (SessionStoreException ex) {
			logger.warn(ex.getMessage() + ". The application starts all the same");
		}
		this.tables.put(settings.getTableName(), table);
		return table;
	}

	private JdbcLoginTable describe(Jdbc settings, String prefix) {
		DataSource dataSource = this.dataSources.getIfUnique();
		if (dataSource == null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".type", "jdbc",
					"There is no data source, or more than one. Set spring.datasource.*, or mark one of them as primary.");
		}
		SchemaInitialization mode = settings.getInitializeSchema();
		try {
			return new JdbcLoginTable(dataSource, settings.getTableName(),
					() -> new JdbcSchemaInitializer(dataSource, settings.getTableName(), mode).initializeDatabase());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".jdbc.table-name", settings.getTableName(),
					ex.getMessage());
		}
	}

}
