package io.westmoon.login.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Keeps logins in a table of the application's database, if the settings of an account
 * say so.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class, before = WestmoonLoginAutoConfiguration.class)
@ConditionalOnClass(DataSourceScriptDatabaseInitializer.class)
@ConditionalOnBooleanProperty(name = "westmoon.login.enabled", matchIfMissing = true)
public final class WestmoonLoginJdbcAutoConfiguration {

	@Bean
	JdbcStoreProvider westmoonJdbcStores(ObjectProvider<JdbcTables> tables) {
		return new JdbcStoreProvider(tables);
	}

	/**
	 * Lazy, so that only those who keep logins in the database wait for its other
	 * initialization.
	 */
	@Bean
	@Lazy
	@DependsOnDatabaseInitialization
	JdbcTables westmoonJdbcTables(ObjectProvider<DataSource> dataSources) {
		return new JdbcTables(dataSources);
	}

}
