package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The directory in which a {@link FileSessionStore} keeps its files.
 *
 * @param path its real path
 * @param permissions keeps what is in it private
 */
record StoreDirectory(Path path, FilePermissions permissions) {

	private static final Log logger = LogFactory.getLog(StoreDirectory.class);

	private static final String DEFAULT = "~/.westmoon-user-login";

	private static final Duration TEMPORARY_FILE_LIFE = Duration.ofMinutes(1);

	static Path resolve(@Nullable String configured) {
		String directory = (configured == null || configured.isBlank()) ? DEFAULT : configured.strip();
		String home = System.getProperty("user.home");
		try {
			if (directory.equals("~")) {
				return Path.of(home).toAbsolutePath();
			}
			if (directory.startsWith("~/") || directory.startsWith("~\\")) {
				return Path.of(home).resolve(directory.substring(2)).toAbsolutePath();
			}
			return Path.of(directory).toAbsolutePath();
		}
		catch (InvalidPathException ex) {
			throw new SessionStoreUnavailableException(directory,
					"this is no path for the locale of this process (" + ex.getReason() + "; LC_ALL=C.UTF-8 may help)",
					ex);
		}
	}

	/**
	 * Creates the directory, makes sure that it can be written and tidies it up.
	 * @param directory the directory
	 * @param clock tells the age of files that were left over
	 * @return the directory
	 * @throws SessionStoreUnavailableException if it cannot be used
	 */
	static StoreDirectory open(Path directory, Clock clock) {
		FilePermissions permissions = FilePermissions.of(directory);
		try {
			create(directory, permissions);
			StoreDirectory opened = new StoreDirectory(directory.toRealPath(), permissions);
			permissions.keepPrivate(opened.path);
			new AtomicFile(opened.path.resolve("writable"), permissions).probe();
			Instant before = clock.instant().minus(TEMPORARY_FILE_LIFE);
			removeLeftovers(opened.path, before);
			removeLeftovers(opened.file(CodeImages.NAME), before);
			return opened;
		}
		catch (IOException | RuntimeException ex) {
			throw new SessionStoreUnavailableException(directory.toString(), reason(directory, ex), ex);
		}
	}

	private static String reason(Path directory, Exception ex) {
		if (Files.exists(directory) && !Files.isDirectory(directory)) {
			return "it is no directory";
		}
		return "it cannot be created or written (" + ex + ")";
	}

	private static void create(Path directory, FilePermissions permissions) throws IOException {
		if (Files.isDirectory(directory)) {
			return;
		}
		Path parent = directory.toAbsolutePath().getParent();
		if (parent != null && !Files.isDirectory(parent)) {
			Files.createDirectories(parent);
		}
		try {
			permissions.createDirectory(directory);
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isDirectory(directory)) {
				throw ex;
			}
		}
	}

	/**
	 * Creates the directory again if somebody removed it meanwhile.
	 * @throws IOException if that is not possible
	 */
	void ensureExists() throws IOException {
		create(this.path, this.permissions);
	}

	/**
	 * Creates a private directory in this one if need be.
	 * @param name its name
	 * @throws IOException if it cannot be created
	 */
	void ensureExists(String name) throws IOException {
		Path directory = this.path.resolve(name);
		create(directory, this.permissions);
		this.permissions.keepPrivate(directory);
	}

	Path file(String name) {
		return this.path.resolve(name);
	}

	private static void removeLeftovers(Path directory, Instant before) {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, AtomicFile.TEMPORARY_FILES)) {
			for (Path file : files) {
				removeIfOlder(file, before);
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("No temporary files are removed", ex);
		}
	}

	private static void removeIfOlder(Path file, Instant before) {
		try {
			if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			logger.debug("A temporary file stays", ex);
		}
	}

}
