package io.westmoon.login.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

import io.westmoon.login.AttemptState;
import io.westmoon.login.LoginAttempt;
import io.westmoon.login.LoginQrCode;
import io.westmoon.login.store.json.AttemptJson;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.CorruptContentException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The attempt in {@code login_attempt.json}, together with the files by which the
 * existing tool remembers a code. A login that the tool began is read as an attempt. If
 * files are encrypted, the attempt is the only file: those of the tool are neither
 * written nor read, and are removed.
 */
final class AttemptFiles {

	static final String ATTEMPT = "login_attempt.json";

	static final String PENDING = "pending_login.json";

	private static final Log logger = LogFactory.getLog(AttemptFiles.class);

	private final String account;

	private final Clock clock;

	private final boolean encrypted;

	private final StoreFile attempt;

	private final StoreFile pending;

	private final StoreFile session;

	private final DirectoryKey key;

	private final CodeImages images;

	/**
	 * Creates the files.
	 * @param account the name of the account
	 * @param directory where they are
	 * @param session the file of the session
	 * @param cipher encrypts the attempt
	 * @param clock tells the time
	 */
	AttemptFiles(String account, StoreDirectory directory, StoreFile session, ContentCipher cipher, Clock clock) {
		this.account = account;
		this.clock = clock;
		this.encrypted = cipher.encrypts();
		this.attempt = new StoreFile(directory.file(ATTEMPT), directory.permissions(), clock, cipher,
				account + "/" + ATTEMPT);
		this.pending = new StoreFile(directory.file(PENDING), directory.permissions(), clock);
		this.session = session;
		this.key = new DirectoryKey(directory, clock);
		this.images = new CodeImages(directory);
	}

	/**
	 * Creates a poller of these files and the one of the session.
	 * @return the poller
	 */
	FileChangePoller changes() {
		return new FileChangePoller(this.session, this.attempt, this.pending);
	}

	/**
	 * Tells where the picture of a code is, without looking.
	 * @param code the code
	 * @return the file, {@code null} if there is none
	 */
	@Nullable Path imageOf(LoginQrCode code) {
		return this.encrypted ? null : this.images.whereIs(code);
	}

	/**
	 * Reads the attempt; needs no lock. The pending login is read after it: it is removed
	 * before an attempt is written that ended, so that nobody takes up a code again that
	 * has just had its login.
	 * @return the attempt, {@code null} if there is none
	 * @throws IOException if a file cannot be read
	 * @throws CorruptContentException if the attempt is invalid, or if the first pending
	 * login needs a key
	 */
	@Nullable LoginAttempt read() throws IOException, CorruptContentException {
		LoginAttempt stored = this.attempt.read(AttemptJson::read);
		PendingLogin login = pendingBeside(stored);
		return (login != null) ? foreign(this.key.id(login.scanToken()), stored, login) : stored;
	}

	/**
	 * Reads the attempt, quarantines its file if it is corrupt, and creates the key if it
	 * is needed. The caller must hold the lock.
	 * @return the attempt, {@code null} if there is none
	 * @throws IOException if a file cannot be read
	 */
	@Nullable LoginAttempt readOrQuarantine() throws IOException {
		LoginAttempt stored = this.attempt.readOrQuarantine(AttemptJson::read);
		PendingLogin login = pendingBeside(stored);
		return (login != null) ? foreign(this.key.createId(login.scanToken()), stored, login) : stored;
	}

	private @Nullable PendingLogin pendingBeside(@Nullable LoginAttempt stored) throws IOException {
		if (this.encrypted || (stored != null && stored.isLive())) {
			return null;
		}
		return alivePending();
	}

	private @Nullable PendingLogin alivePending() throws IOException {
		PendingLogin login = pending();
		return (login != null && login.isAlive(this.clock.instant())) ? login : null;
	}

	/**
	 * Reads the code that the pending login names, whatever the attempt; needs no lock.
	 * @return the code, {@code null} if there is none that is alive
	 * @throws IOException if the file cannot be read
	 */
	@Nullable LoginQrCode pendingCode() throws IOException {
		PendingLogin login = this.encrypted ? null : alivePending();
		return (login != null) ? code(login) : null;
	}

	private LoginQrCode code(PendingLogin login) {
		return this.images
			.withImage(LoginQrCode.withoutImage(login.scanToken(), login.createdAt(), login.pollInterval()));
	}

	private LoginAttempt foreign(String id, @Nullable LoginAttempt stored, PendingLogin login) {
		return LoginAttempt.foreign(id, this.account, stored, code(login));
	}

	/**
	 * The existing tool need not write this file at once, so that half a file is no
	 * damage. It holds nothing that lasts either.
	 */
	private @Nullable PendingLogin pending() throws IOException {
		try {
			return this.pending.read(PendingLogin::read);
		}
		catch (CorruptContentException ex) {
			logger.debug("The pending login is not readable, " + ex.getMessage());
			return null;
		}
	}

	/**
	 * Writes the next version of the attempt; others must be locked out.
	 * @param next the attempt
	 * @return whether the stored one had the version before it
	 * @throws IOException if a file cannot be read or written
	 */
	boolean replace(LoginAttempt next) throws IOException {
		LoginAttempt current = readOrQuarantine();
		long version = (current != null) ? current.version() : 0;
		if (next.version() != version + 1) {
			return false;
		}
		byte[] content = AttemptJson.write(next);
		if (this.encrypted) {
			this.attempt.write(content);
			forget(null, true);
			this.images.removeAll();
		}
		else {
			write(next, content, (current != null) ? current.code() : null);
		}
		if (next.state() == AttemptState.LOGGED_OUT) {
			this.attempt.deleteQuarantined();
			this.session.deleteQuarantined();
		}
		return true;
	}

	private void write(LoginAttempt next, byte[] content, @Nullable LoginQrCode former) throws IOException {
		LoginQrCode code = next.code();
		if (code != null) {
			remember(code);
		}
		if (!next.isLive()) {
			forget(former, next.state() != AttemptState.FAILED);
		}
		this.attempt.write(content);
		if (next.isLive() && code == null) {
			forget(former, false);
		}
		removeImages(next, former);
	}

	/**
	 * Comes before the attempt is written: who dies in between has lost no code.
	 */
	private void remember(LoginQrCode code) throws IOException {
		PendingLogin login = pending();
		if (login == null || !login.scanToken().equals(code.scanToken())) {
			this.pending.write(PendingLogin.of(code).write());
		}
		this.images.write(code);
	}

	private void forget(@Nullable LoginQrCode former, boolean anybodys) {
		try {
			PendingLogin login = anybodys ? null : pending();
			boolean own = login != null && former != null && login.scanToken().equals(former.scanToken());
			if (anybodys || own) {
				this.pending.delete();
			}
		}
		catch (IOException ex) {
			logger.warn("The file of the pending login stays: " + ex);
		}
	}

	private void removeImages(LoginAttempt next, @Nullable LoginQrCode former) {
		LoginQrCode code = next.code();
		if (next.state() == AttemptState.ACCEPTED || next.state() == AttemptState.LOGGED_OUT) {
			this.images.removeAll();
		}
		else if (former != null && (code == null || !code.scanToken().equals(former.scanToken()))) {
			this.images.remove(former);
		}
		this.images.removeOld(this.clock.instant());
	}

}
