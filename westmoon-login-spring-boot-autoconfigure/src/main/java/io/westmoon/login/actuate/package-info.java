/**
 * What Actuator shows of the login.
 */
@NullMarked
package io.westmoon.login.actuate;

import org.jspecify.annotations.NullMarked;
