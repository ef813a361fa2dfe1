package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

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
	 * Creates the directory, makes sure that it can be written, that nobody else can have
	 * put anything into it, and tidies it up.
	 * @param directory the directory
	 * @param files the names of the files that must be trusted if they exist
	 * @param clock tells the age of files that were left over
	 * @return the directory
	 * @throws SessionStoreUnavailableException if it cannot be used
	 */
	static StoreDirectory open(Path directory, List<String> files, Clock clock) {
		try {
			StoreDirectory opened = open(directory);
			opened.protect(CodeImages.NAME);
			for (String file : files) {
				opened.permissions.check(opened.file(file));
			}
			Instant before = clock.instant().minus(TEMPORARY_FILE_LIFE);
			opened.removeLeftovers(opened.path, before);
			opened.removeLeftovers(opened.file(CodeImages.NAME), before);
			return opened;
		}
		catch (UntrustedFileException ex) {
			throw new SessionStoreUnavailableException(directory.toString(), ex.reason(), ex.remedy(), ex);
		}
		catch (IOException | RuntimeException ex) {
			throw new SessionStoreUnavailableException(directory.toString(), reason(directory, ex), ex);
		}
	}

	private static StoreDirectory open(Path directory) throws IOException {
		TrustedOwners known = TrustedOwners.known(directory.getFileSystem());
		FilePermissions permissions = FilePermissions.of(directory, known);
		checkNearestParent(directory, permissions.guard());
		create(directory, permissions);
		StoreDirectory found = new StoreDirectory(directory.toRealPath(), permissions);
		found.claim();
		// Only now nobody else can replace the file that shows who we are.
		FileStatus created = new AtomicFile(found.path.resolve("writable"), permissions).probe();
		TrustedOwners owners = known.withCreated(created);
		StoreDirectory opened = new StoreDirectory(found.path, FilePermissions.of(directory, owners));
		opened.permissions.guard().checkDirectory(opened.path);
		return opened;
	}

	/**
	 * Checks the directory that is the first to exist on the way up, before anything is
	 * created there.
	 */
	private static void checkNearestParent(Path directory, FileGuard guard) throws IOException {
		Path parent = directory;
		while (parent != null && !Files.exists(parent)) {
			parent = parent.getParent();
		}
		if (parent != null && Files.isDirectory(parent)) {
			Path existing = parent.toRealPath();
			guard.checkParents(existing);
			if (!parent.equals(directory)) {
				guard.checkParent(existing);
			}
		}
	}

	/**
	 * Takes the directory for this process: it is narrowed if it is ours, and refused if
	 * it is somebody else's.
	 */
	private void claim() throws IOException {
		if (this.path.getParent() == null) {
			throw new UntrustedFileException(this.path + " is the root of the file system",
					"Use a directory in it, such as " + this.path.resolve("westmoon-login"));
		}
		FileGuard guard = this.permissions.guard();
		guard.checkParents(this.path);
		FileStatus status = guard.checkOwner(this.path);
		if (!Objects.equals(status.owner(), 0)) {
			try {
				this.permissions.proveOwnership(this.path);
			}
			catch (FileSystemException ex) {
				if (Files.getFileStore(this.path).isReadOnly()) {
					throw ex;
				}
				throw new UntrustedFileException(
						"the directory " + this.path + " belongs to " + status.ownerName()
								+ ", neither to the user of this process nor to root",
						"Use another directory, or change its owner with chown if nobody else has put anything"
								+ " into it");
			}
		}
		if (!status.isSticky()) {
			this.permissions.keepPrivate(this.path);
		}
		guard.checkDirectory(this.path);
	}

	/**
	 * Makes a directory in this one private.
	 * @param name its name; nothing happens if it does not exist
	 * @throws UntrustedFileException if others could have put files into it
	 * @throws IOException if it cannot be checked
	 */
	private void protect(String name) throws IOException {
		Path directory = file(name);
		try {
			this.permissions.guard().checkOwner(directory);
			this.permissions.keepPrivate(directory);
			this.permissions.guard().checkDirectory(directory);
		}
		catch (NoSuchFileException ex) {
			logger.trace("Nothing to protect", ex);
		}
	}

	private static String reason(Path directory, Exception ex) {
		if (Files.exists(directory) && !Files.isDirectory(directory)) {
			return "it is no directory";
		}
		for (Path above = directory.getParent(); above != null; above = above.getParent()) {
			if (Files.exists(above) && !Files.isDirectory(above)) {
				return "it cannot be created, since " + above + " is no directory";
			}
		}
		return "it cannot be created or written (" + ex + ")";
	}

	private static void create(Path directory, FilePermissions permissions) throws IOException {
		if (Files.isDirectory(directory)) {
			return;
		}
		Path parent = directory.toAbsolutePath().getParent();
		if (parent != null && !Files.isDirectory(parent)) {
			permissions.createParents(parent);
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
	 * @throws UntrustedFileException if others could have put files into it
	 * @throws IOException if it cannot be created
	 */
	void ensureExists(String name) throws IOException {
		create(this.path.resolve(name), this.permissions);
		protect(name);
	}

	Path file(String name) {
		return this.path.resolve(name);
	}

	private void removeLeftovers(Path directory, Instant before) {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, AtomicFile.TEMPORARY_FILES)) {
			for (Path file : files) {
				removeIfOlder(file, before);
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("No temporary files are removed", ex);
		}
	}

	private void removeIfOlder(Path file, Instant before) {
		try {
			this.permissions.check(file);
			if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(before)) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			logger.debug("A temporary file stays", ex);
		}
	}

}
