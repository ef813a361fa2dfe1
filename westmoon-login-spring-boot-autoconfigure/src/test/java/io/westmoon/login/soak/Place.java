package io.westmoon.login.soak;

import java.nio.file.Path;
import java.util.function.Consumer;

import io.westmoon.login.testsupport.RealPostgres;
import io.westmoon.login.testsupport.RealRedis;

/**
 * Where the clients of a soak keep their login.
 */
final class Place implements AutoCloseable {

	private final String address;

	private final Consumer<Boolean> hang;

	private final Runnable end;

	private Place(String address, Consumer<Boolean> hang, Runnable end) {
		this.address = address;
		this.hang = hang;
		this.end = end;
	}

	/**
	 * Returns the address, as processes are told it on their command line.
	 */
	String address() {
		return this.address;
	}

	/**
	 * Lets the server hang, so that it keeps its connections and answers nothing, or go
	 * on. Files have no server.
	 */
	void hang(boolean hangs) {
		this.hang.accept(hangs);
	}

	@Override
	public void close() {
		hang(false);
		this.end.run();
	}

	private static Place inFiles(Path directory) {
		return new Place(directory.toUri().toString(), (hangs) -> {
		}, () -> {
		});
	}

	private static Place inRedis() {
		RealRedis redis = RealRedis.start();
		return new Place("redis:" + redis.port(), (hangs) -> {
			redis.resume();
			if (hangs) {
				redis.suspend();
			}
		}, redis::close);
	}

	private static Place inDatabase() {
		RealPostgres postgres = RealPostgres.start();
		postgres.createLoginTable();
		return new Place(postgres.url(), postgres::suspend, postgres::close);
	}

	/**
	 * The kinds of store to soak.
	 */
	enum Kind {

		FILE, REDIS, JDBC;

		/**
		 * Prepares an empty store.
		 * @param directory an empty directory
		 */
		Place prepare(Path directory) {
			return switch (this) {
				case FILE -> inFiles(directory);
				case REDIS -> inRedis();
				case JDBC -> inDatabase();
			};
		}

	}

}
