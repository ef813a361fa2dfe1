package io.westmoon.login.store.jdbc;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What differs between databases.
 */
enum Dialect {

	/** H2, in memory and on disk. */
	H2("cast(extract(epoch from current_timestamp) * 1000000 as bigint)", "insert into %s", "H2"),

	/** MySQL and MariaDB. */
	MYSQL("timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(6))", "insert ignore into %s", "MySQL",
			"MariaDB"),

	/** PostgreSQL. */
	POSTGRESQL("cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)",
			"insert into %s on conflict do nothing", "PostgreSQL");

	private final String now;

	private final String insertion;

	// A list that cannot be changed.
	@SuppressWarnings("ImmutableEnumChecker")
	private final List<String> products;

	Dialect(String now, String insertion, String... products) {
		this.now = now;
		this.insertion = insertion;
		this.products = List.of(products);
	}

	/**
	 * Finds the dialect of a database.
	 * @param product what the driver calls the database
	 * @return the dialect, {@code null} if the database is not supported
	 */
	static @Nullable Dialect of(String product) {
		return Arrays.stream(values())
			.filter((dialect) -> dialect.products.stream().anyMatch(product::equalsIgnoreCase))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the expression for the database's time in microseconds since 1970, whatever
	 * time zone the connection has.
	 */
	String now() {
		return this.now;
	}

	/**
	 * Returns the statement that inserts a row, without an error if it exists where the
	 * database can do that.
	 * @param row the table, its columns and their values
	 */
	String insert(String row) {
		return this.insertion.formatted(row);
	}

	/**
	 * Tells whether the query timeout of a statement stays with its connection.
	 */
	boolean keepsQueryTimeout() {
		return this == H2;
	}

	/**
	 * Returns where in the jar the script is that creates the table.
	 */
	String script() {
		return "io/westmoon/login/store/jdbc/schema-" + name().toLowerCase(Locale.ROOT) + ".sql";
	}

}
