package io.westmoon.login.store.file;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The exclusive right of an account to a directory, within this JVM. Stores of the same
 * account share it. A system property says how many stores have claimed the directory and
 * for which account, since all copies of this library see it, whatever class loaders they
 * have; unlike the {@link JvmRegistry}, it costs nothing to start.
 */
final class DirectoryClaim implements AutoCloseable {

	private static final String PREFIX = "io.westmoon.login.claim.";

	private final String property;

	private final AtomicBoolean closed = new AtomicBoolean();

	private DirectoryClaim(String property) {
		this.property = property;
	}

	/**
	 * Claims a directory for an account.
	 * @param directory the real path
	 * @param account the name of the account
	 * @return the claim, to be closed
	 * @throws SessionStoreUnavailableException if another account has claimed it
	 */
	static DirectoryClaim of(Path directory, String account) {
		// A path alone does not tell file systems apart.
		String property = PREFIX + directory.toUri();
		Object claim = System.getProperties()
			.compute(property, (key, claimed) -> (claimed == null) ? "1 " + account
					: account(claimed).equals(account) ? (stores(claimed) + 1) + " " + account : claimed);
		if (!account(claim).equals(account)) {
			throw new SessionStoreUnavailableException(directory.toString(),
					"it is in use by the account '" + account(claim) + "', whose session the account '" + account
							+ "' must not use",
					"Give each account a directory of its own: westmoon.login.store.directory for the account"
							+ " 'default', westmoon.login.accounts.<name>.store.directory for others",
					null);
		}
		return new DirectoryClaim(property);
	}

	private static int stores(Object claim) {
		return Integer.parseInt(claim.toString().split(" ", 2)[0]);
	}

	private static String account(Object claim) {
		return claim.toString().split(" ", 2)[1];
	}

	/**
	 * Ends the claim of one store; does nothing the second time.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			System.getProperties()
				.computeIfPresent(this.property, (key, claimed) -> (stores(claimed) == 1) ? null
						: (stores(claimed) - 1) + " " + account(claimed));
		}
	}

}
