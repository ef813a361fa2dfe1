/**
 * Listeners that reach a person.
 */
@NullMarked
package io.westmoon.login.notify;

import org.jspecify.annotations.NullMarked;
