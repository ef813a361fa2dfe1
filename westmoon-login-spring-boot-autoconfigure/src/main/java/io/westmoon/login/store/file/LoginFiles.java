package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Deletes the files of a login where nothing can be written.
 */
final class LoginFiles {

	private LoginFiles() {
	}

	/**
	 * Deletes the session and the attempt, which may hold a session of its own, with what
	 * is kept of damaged ones.
	 */
	static void delete(Path path) {
		try {
			FilePermissions permissions = FilePermissions.of(path, TrustedOwners.ofProcess(path.getFileSystem()));
			StoreDirectory directory = new StoreDirectory(path.toRealPath(), permissions);
			permissions.guard().checkDirectory(directory.path());
			for (String name : List.of(AttemptFiles.PENDING, FileSessionStore.TOKENS, AttemptFiles.ATTEMPT)) {
				StoreFile file = new StoreFile(directory.file(name), permissions, Clock.systemUTC());
				file.delete();
				file.deleteQuarantined();
			}
			new CodeImages(directory).removeAll();
		}
		catch (UntrustedFileException ex) {
			throw new SessionStoreUnavailableException(path.toString(), ex.reason(), ex.remedy(), ex);
		}
		catch (IOException ex) {
			throw new SessionStoreUnavailableException(path.toString(), "a file cannot be deleted (" + ex + ")", ex);
		}
	}

}
