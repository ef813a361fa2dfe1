/**
 * Meters and observations of logins, for Micrometer.
 */
@NullMarked
package io.westmoon.login.micrometer;

import org.jspecify.annotations.NullMarked;
