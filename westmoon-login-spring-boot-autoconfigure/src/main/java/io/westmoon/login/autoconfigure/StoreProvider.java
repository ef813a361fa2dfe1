package io.westmoon.login.autoconfigure;

import io.westmoon.login.SessionStore;
import io.westmoon.login.store.json.ContentCipher;

/**
 * Opens the stores of one type.
 */
interface StoreProvider {

	/**
	 * Tells which type of store this opens.
	 */
	WestmoonAccountProperties.Store.Type type();

	/**
	 * Opens the store of an account. May block.
	 * @param account the name of the account
	 * @param settings where to keep it
	 * @param prefix what the names of these settings begin with, for messages
	 * @param cipher encrypts what is kept
	 * @return the store, which its client closes
	 */
	SessionStore open(String account, WestmoonAccountProperties.Store settings, String prefix, ContentCipher cipher);

}
