package io.westmoon.login.store.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The exclusive right of an account to a directory, within this JVM. Stores of the same
 * account share it.
 */
final class DirectoryClaim implements AutoCloseable {

	private static final int ACCOUNT = 0;

	private static final int STORES = 1;

	private final Object key;

	private final Object[] claim;

	private final AtomicBoolean closed = new AtomicBoolean();

	private DirectoryClaim(Object key, Object[] claim) {
		this.key = key;
		this.claim = claim;
	}

	/**
	 * Claims a directory for an account. Does no I/O.
	 * @param directory the real path
	 * @param account the name of the account
	 * @return the claim, to be closed
	 * @throws SessionStoreUnavailableException if another account has claimed it
	 */
	static DirectoryClaim of(Path directory, String account) {
		Object key = List.of("account", directory);
		Map<Object, Object[]> registry = JvmRegistry.shared();
		synchronized (registry) {
			Object[] claim = registry.computeIfAbsent(key, (absent) -> new Object[] { account, 0 });
			if (!claim[ACCOUNT].equals(account)) {
				throw new SessionStoreUnavailableException(directory.toString(),
						"it is in use by the account '" + claim[ACCOUNT] + "', whose session the account '" + account
								+ "' must not use",
						"Give each account a directory of its own: westmoon.login.store.directory for the account"
								+ " 'default', westmoon.login.accounts.<name>.store.directory for others",
						null);
			}
			claim[STORES] = (Integer) claim[STORES] + 1;
			return new DirectoryClaim(key, claim);
		}
	}

	/**
	 * Ends the claim of one store; does nothing the second time.
	 */
	@Override
	public void close() {
		Map<Object, Object[]> registry = JvmRegistry.shared();
		synchronized (registry) {
			if (this.closed.compareAndSet(false, true)) {
				int stores = (Integer) this.claim[STORES] - 1;
				this.claim[STORES] = stores;
				if (stores == 0) {
					registry.remove(this.key, this.claim);
				}
			}
		}
	}

}
