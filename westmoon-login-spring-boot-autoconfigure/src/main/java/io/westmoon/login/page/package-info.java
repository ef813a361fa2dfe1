/**
 * The login page: shows the code of a login attempt to whoever has its link, in WebFlux
 * and in MVC applications.
 */
@NullMarked
package io.westmoon.login.page;

import org.jspecify.annotations.NullMarked;
