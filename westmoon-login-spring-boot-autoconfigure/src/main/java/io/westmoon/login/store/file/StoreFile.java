package io.westmoon.login.store.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;

import io.westmoon.login.SessionStoreException;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.CorruptContentException;
import io.westmoon.login.store.json.StoreJson;
import io.westmoon.login.store.json.UndecryptableContentException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One JSON file of the store. A corrupt file is quarantined, never overwritten; one that
 * cannot be decrypted stays where it is.
 */
final class StoreFile {

	private static final Log logger = LogFactory.getLog(StoreFile.class);

	private static final String QUARANTINED = ".corrupt-";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS")
		.withZone(ZoneOffset.UTC);

	private final Path path;

	private final FilePermissions permissions;

	private final AtomicFile file;

	private final Clock clock;

	private final ContentCipher cipher;

	private final String name;

	private final AtomicLong sightings = new AtomicLong();

	private volatile boolean wasAbsent;

	/**
	 * Creates a file that is not encrypted.
	 */
	StoreFile(Path path, FilePermissions permissions, Clock clock) {
		this(path, permissions, clock, ContentCipher.NONE, "");
	}

	/**
	 * Creates a file.
	 * @param cipher encrypts its content
	 * @param name what its content is bound to
	 */
	StoreFile(Path path, FilePermissions permissions, Clock clock, ContentCipher cipher, String name) {
		this.path = path;
		this.permissions = permissions;
		this.file = new AtomicFile(path, permissions);
		this.clock = clock;
		this.cipher = cipher;
		this.name = name;
	}

	/**
	 * Reads the file; needs no lock.
	 * @param <T> what is in it
	 * @param format reads its content
	 * @return what is in it, {@code null} if there is nothing
	 * @throws UntrustedFileException if others could have changed it
	 * @throws IOException if it cannot be read
	 * @throws SessionStoreException if it cannot be decrypted
	 * @throws CorruptContentException if its content is invalid
	 */
	<T> @Nullable T read(Format<T> format) throws IOException, CorruptContentException {
		try (InputStream in = this.permissions.read(this.path)) {
			this.permissions.keepPrivate(this.path);
			this.sightings.incrementAndGet();
			return format.read(decrypt(in.readNBytes(StoreJson.MAX_BYTES + ContentCipher.MAX_OVERHEAD + 1)));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private byte[] decrypt(byte[] content) throws CorruptContentException {
		try {
			return this.cipher.decrypt(content, this.name);
		}
		catch (UndecryptableContentException ex) {
			throw new SessionStoreException("The file " + this.path + " cannot be decrypted: " + ex.getMessage()
					+ ". It is left as it is. Configure the key that it was written with; if that key is lost, delete"
					+ " the file and log in again", ex);
		}
	}

	/**
	 * Reads the file and quarantines it if it is corrupt. The caller must hold the lock.
	 * @param <T> what is in it
	 * @param format reads its content
	 * @return what is in it, {@code null} if there is nothing
	 * @throws IOException if it cannot be read or moved
	 */
	<T> @Nullable T readOrQuarantine(Format<T> format) throws IOException {
		try {
			return read(format);
		}
		catch (CorruptContentException ex) {
			return quarantineIfPresent(format, ex);
		}
	}

	private <T> @Nullable T quarantineIfPresent(Format<T> format, CorruptContentException damage) throws IOException {
		try {
			return quarantine(format, damage);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private <T> @Nullable T quarantine(Format<T> format, CorruptContentException damage) throws IOException {
		Path aside = moveToQuarantine();
		try {
			T content = new StoreFile(aside, this.permissions, this.clock, this.cipher, this.name).read(format);
			Files.move(aside, this.path);
			return content;
		}
		catch (SessionStoreException ex) {
			Files.move(aside, this.path);
			throw ex;
		}
		catch (CorruptContentException ex) {
			logger.warn("The file " + this.path + " is damaged, " + damage.getMessage() + "; it is kept as " + aside
					+ " and counts as empty");
			return null;
		}
		catch (FileAlreadyExistsException ex) {
			logger.warn("The file " + this.path + " was replaced while it was looked at; the former one is kept as "
					+ aside);
			return readOrQuarantine(format);
		}
	}

	private Path moveToQuarantine() throws IOException {
		for (Instant time = this.clock.instant();; time = time.plusMillis(1)) {
			Path aside = this.path.resolveSibling(this.path.getFileName() + QUARANTINED + TIME.format(time));
			try {
				return Files.move(this.path, aside);
			}
			catch (FileAlreadyExistsException ex) {
				logger.trace("Taken", ex);
			}
		}
	}

	/**
	 * Deletes the files that were quarantined. What cannot be deleted is named in the
	 * log. The caller must hold the lock.
	 */
	void deleteQuarantined() {
		String pattern = this.path.getFileName() + QUARANTINED + "[0-9]*";
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.path.resolveSibling(""), pattern)) {
			for (Path file : files) {
				deleteQuarantined(file);
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.warn("Damaged files beside " + this.path + " may still hold login data: " + ex);
		}
	}

	private void deleteQuarantined(Path file) {
		try {
			new AtomicFile(file, this.permissions).delete();
		}
		catch (IOException ex) {
			logger.warn("The damaged file " + file + " stays and may hold login data; delete it: " + ex);
		}
	}

	void write(byte[] content) throws IOException {
		this.file.write(this.cipher.encrypt(content, this.name));
		this.sightings.incrementAndGet();
	}

	boolean delete() throws IOException {
		return this.file.delete();
	}

	/**
	 * Looks at the file without reading it.
	 * @return what differs after each change, also if the file came and went meanwhile
	 * and was read or written here in between
	 * @throws IOException if it cannot be looked at
	 */
	Stamp stamp() throws IOException {
		long sightings = this.sightings.get();
		// An exception for each look at a file that stays away costs more than the look.
		if (this.wasAbsent && !Files.exists(this.path)) {
			return new Absent(sightings);
		}
		try {
			this.wasAbsent = false;
			BasicFileAttributes attributes = Files.readAttributes(this.path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return new Present(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
		}
		catch (NoSuchFileException ex) {
			this.wasAbsent = true;
			return new Absent(sightings);
		}
	}

	/**
	 * The state of the file at one moment.
	 */
	sealed interface Stamp {

	}

	private record Present(long size, FileTime time, @Nullable Object key) implements Stamp {
	}

	private record Absent(long sightings) implements Stamp {
	}

	/**
	 * How to read a file's content.
	 *
	 * @param <T> what is in it
	 */
	@FunctionalInterface
	interface Format<T> {

		@Nullable T read(byte[] content) throws CorruptContentException;

	}

}
