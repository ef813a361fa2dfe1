/**
 * What the application's page needs to know about the login.
 */
@NullMarked
package io.westmoon.sample.login;

import org.jspecify.annotations.NullMarked;
