package io.westmoon.login.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A part of a file, in the state in which it was sent.
 *
 * @param path the file
 * @param position where the part begins
 * @param count the length of the part in bytes
 * @param size the size of the file
 * @param modified when the file was last changed
 */
record SentFile(Path path, long position, long count, long size, FileTime modified) {

	static SentFile of(Path path, long position, long count) {
		try {
			return new SentFile(path, position, count, Files.size(path), Files.getLastModifiedTime(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
