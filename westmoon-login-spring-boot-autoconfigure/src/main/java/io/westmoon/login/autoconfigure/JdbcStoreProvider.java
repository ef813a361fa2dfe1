package io.westmoon.login.autoconfigure;

import java.time.Clock;

import io.westmoon.login.SessionStore;
import io.westmoon.login.autoconfigure.WestmoonAccountProperties.Store;
import io.westmoon.login.store.jdbc.JdbcLoginTable;
import io.westmoon.login.store.jdbc.JdbcSessionStore;
import io.westmoon.login.store.json.ContentCipher;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Opens stores in the application's database.
 */
final class JdbcStoreProvider implements StoreProvider {

	private final ObjectProvider<JdbcTables> tables;

	JdbcStoreProvider(ObjectProvider<JdbcTables> tables) {
		this.tables = tables;
	}

	@Override
	public Store.Type type() {
		return Store.Type.JDBC;
	}

	@Override
	public SessionStore open(String account, Store settings, String prefix, ContentCipher cipher) {
		JdbcLoginTable table = this.tables.getObject().open(settings.getJdbc(), prefix + ".store");
		return new JdbcSessionStore(table, account, Clock.systemUTC(), cipher);
	}

}
