/**
 * The engine that keeps the session of one account. Entry point:
 * {@link io.westmoon.login.client.DefaultWestmoonAuthClient#builder()}.
 */
@NullMarked
package io.westmoon.login.client;

import org.jspecify.annotations.NullMarked;
