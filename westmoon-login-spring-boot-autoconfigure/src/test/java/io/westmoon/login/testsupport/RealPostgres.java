package io.westmoon.login.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.westmoon.login.store.jdbc.JdbcSessionStore;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * A real PostgreSQL. It does not run as root, so a test that does starts it as the user
 * of Debian's package.
 */
public final class RealPostgres extends RealDatabase {

	private static final String NEED = "Needs PostgreSQL, on Debian: apt-get install postgresql";

	private RealPostgres() {
		// Ends without waiting for anybody.
		super("QUIT");
	}

	/**
	 * Starts a server, or skips the test where there is none to start.
	 * @return the running server
	 */
	public static RealPostgres start() {
		program("initdb");
		return new RealPostgres();
	}

	private static Path program(String name) {
		Stream<Path> path = Arrays.stream(System.getenv("PATH").split(":")).map(Path::of);
		Path versions = Path.of("/usr/lib/postgresql");
		if (!Files.isDirectory(versions)) {
			return program(NEED, name, path);
		}
		try (Stream<Path> installed = Files.list(versions)) {
			return program(NEED, name,
					Stream.concat(path, installed.sorted().map((version) -> version.resolve("bin"))));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	void initialize(Path directory) {
		if (isRoot()) {
			run(List.of("chown", "postgres", directory.toString()));
		}
		run(asUser(program("initdb"), "-D", directory.resolve("data").toString(), "--username=test", "--auth=trust",
				"--encoding=UTF8", "--no-locale", "--no-sync"));
	}

	@Override
	List<String> command(Path directory, int port) {
		return asUser(program("postgres"), "-D", directory.resolve("data").toString(), "-p", String.valueOf(port), "-h",
				"127.0.0.1", "-k", "", "-F", "-c", "full_page_writes=off", "-c", "dynamic_shared_memory_type=mmap",
				"-c", "shared_buffers=16MB");
	}

	private static List<String> asUser(Path program, String... arguments) {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
		}
		command.add(program.toString());
		command.addAll(List.of(arguments));
		return command;
	}

	/**
	 * Creates the empty table of the logins.
	 */
	public void createLoginTable() {
		execute("drop table if exists WESTMOON_LOGIN");
		new ResourceDatabasePopulator(new ClassPathResource("schema-postgresql.sql", JdbcSessionStore.class))
			.execute(new DriverManagerDataSource(url()));
	}

	@Override
	public String url() {
		return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres?user=test";
	}

}
