package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A file whose content is replaced as a whole or not at all.
 *
 * @param path the file
 * @param permissions keep it private
 */
record AtomicFile(Path path, FilePermissions permissions) {

	private static final Log logger = LogFactory.getLog(AtomicFile.class);

	/**
	 * The glob for the temporary files.
	 */
	static final String TEMPORARY_FILES = ".westmoon-*.tmp";

	/**
	 * Replaces the content.
	 * @param content the new content
	 * @throws UntrustedFileException if others could have changed the file
	 * @throws IOException if it cannot be written
	 */
	void write(byte[] content) throws IOException {
		this.permissions.check(this.path);
		Path temporary = temporary();
		try {
			create(temporary, content);
			this.permissions.retryPolicy()
				.call(() -> Files.move(temporary, this.path, StandardCopyOption.ATOMIC_MOVE,
						StandardCopyOption.REPLACE_EXISTING));
		}
		catch (IOException | RuntimeException ex) {
			discard(temporary, ex);
			throw ex;
		}
		forceDirectory();
	}

	/**
	 * Makes sure that files can be created, written and read beside this one.
	 * @return the status of a file that this has created
	 * @throws IOException if they cannot
	 */
	FileStatus probe() throws IOException {
		Path temporary = temporary();
		try {
			create(temporary, new byte[] { 1 });
			if (Files.size(temporary) != 1) {
				throw new IOException("What was written is not there");
			}
			FileStatus status = FileStatus.of(temporary);
			Files.deleteIfExists(temporary);
			return status;
		}
		catch (IOException | RuntimeException ex) {
			discard(temporary, ex);
			throw ex;
		}
	}

	/**
	 * Deletes the file.
	 * @return whether there was one
	 * @throws UntrustedFileException if others could have changed the file
	 * @throws IOException if it cannot be deleted
	 */
	boolean delete() throws IOException {
		this.permissions.check(this.path);
		return Boolean.TRUE.equals(this.permissions.retryPolicy().call(() -> Files.deleteIfExists(this.path)));
	}

	private Path temporary() {
		return this.path.resolveSibling(".westmoon-" + UUID.randomUUID() + ".tmp");
	}

	private void create(Path file, byte[] content) throws IOException {
		try (FileChannel channel = this.permissions.open(file, StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE)) {
			ByteBuffer buffer = ByteBuffer.wrap(content);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
	}

	private static void discard(Path temporary, Exception reason) {
		try {
			Files.deleteIfExists(temporary);
		}
		catch (IOException ex) {
			reason.addSuppressed(ex);
		}
	}

	/**
	 * Without this a power failure may take the new name back. Not every system can do
	 * it.
	 */
	private void forceDirectory() {
		Path directory = this.path.getParent();
		if (directory == null) {
			return;
		}
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.trace("The directory cannot be forced", ex);
		}
	}

}
