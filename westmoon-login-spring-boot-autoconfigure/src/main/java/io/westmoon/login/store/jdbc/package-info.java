/**
 * Keeps logins in a table of a database, for several machines that share an account.
 */
@NullMarked
package io.westmoon.login.store.jdbc;

import org.jspecify.annotations.NullMarked;
