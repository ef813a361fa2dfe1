/**
 * A fake Westmoon platform, and what keeps an application's tests off the network and out
 * of the home directory.
 */
@NullMarked
package io.westmoon.login.test;

import org.jspecify.annotations.NullMarked;
