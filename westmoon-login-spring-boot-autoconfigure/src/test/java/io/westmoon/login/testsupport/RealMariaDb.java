package io.westmoon.login.testsupport;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real MariaDB.
 */
public final class RealMariaDb extends RealDatabase {

	private static final String NEED = "Needs MariaDB, on Debian: apt-get install mariadb-server";

	private RealMariaDb() {
		super("KILL");
	}

	/**
	 * Starts a server, or skips the test where there is none to start.
	 * @return the running server
	 */
	public static RealMariaDb start() {
		program("mariadbd");
		// The driver logs a warning of its own with each error that it reports.
		((Logger) LoggerFactory.getLogger("org.mariadb.jdbc.message.server")).setLevel(Level.ERROR);
		return new RealMariaDb();
	}

	private static Path program(String name) {
		return program(NEED, name,
				Stream.concat(Stream.of("/usr/sbin"), Arrays.stream(System.getenv("PATH").split(":"))).map(Path::of));
	}

	@Override
	void initialize(Path directory) {
		run(List.of(program("mariadb-install-db").toString(), "--no-defaults", "--datadir=" + directory.resolve("data"),
				"--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve",
				"--innodb-log-file-size=4M", "--innodb-flush-method=nosync",
				"--user=" + System.getProperty("user.name")));
	}

	@Override
	List<String> command(Path directory, int port) {
		return List.of(program("mariadbd").toString(), "--no-defaults", "--datadir=" + directory.resolve("data"),
				"--port=" + port, "--bind-address=127.0.0.1", "--socket=" + directory.resolve("socket"),
				"--innodb-log-file-size=4M", "--innodb-flush-method=nosync", "--innodb-buffer-pool-size=16M",
				"--skip-name-resolve", "--user=" + System.getProperty("user.name"));
	}

	@Override
	public String url() {
		return "jdbc:mariadb://127.0.0.1:" + port() + "/mysql?user=root";
	}

	/**
	 * Returns the URL of the same database for the driver of MySQL.
	 */
	public String urlForMySql() {
		return url().replace("jdbc:mariadb:", "jdbc:mysql:");
	}

}
