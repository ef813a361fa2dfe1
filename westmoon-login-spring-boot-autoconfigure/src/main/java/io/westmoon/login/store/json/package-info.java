/**
 * The JSON formats that the stores share; not meant for use outside this library.
 */
@NullMarked
package io.westmoon.login.store.json;

import org.jspecify.annotations.NullMarked;
