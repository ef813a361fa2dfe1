package io.westmoon.login.autoconfigure;

import java.time.Clock;

import io.westmoon.login.SessionStore;
import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store;
import io.westmoon.login.store.InMemorySessionStore;
import io.westmoon.login.store.file.FileSessionStore;
import io.westmoon.login.store.json.ContentCipher;
import io.westmoon.login.store.json.ContentCiphers;

/**
 * Opens the stores of one type.
 */
interface StoreProvider {

	/**
	 * Tells which type of store this opens.
	 */
	Store.Type type();

	/**
	 * Opens the store of an account. May block.
	 * @param account the name of the account
	 * @param settings where to keep it
	 * @param prefix what the names of these settings begin with, for messages
	 * @param cipher encrypts what is kept
	 * @return the store, which its client closes
	 */
	SessionStore open(String account, Store settings, String prefix, ContentCipher cipher);

	static StoreProvider file() {
		return new StoreProvider() {

			@Override
			public Store.Type type() {
				return Store.Type.FILE;
			}

			@Override
			public SessionStore open(String account, Store settings, String prefix, ContentCipher cipher) {
				boolean encrypts = settings.getEncryption().isFiles();
				return FileSessionStore.open(account, settings.getDirectory(),
						encrypts ? cipher : ContentCiphers.decryptOnly(cipher), Clock.systemUTC());
			}

		};
	}

	static StoreProvider memory() {
		return new StoreProvider() {

			@Override
			public Store.Type type() {
				return Store.Type.MEMORY;
			}

			@Override
			public SessionStore open(String account, Store settings, String prefix, ContentCipher cipher) {
				return new InMemorySessionStore();
			}

		};
	}

}
