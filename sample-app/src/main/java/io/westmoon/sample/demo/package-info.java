/**
 * The offline demo: a fake platform in the application and a newcomer's phone, in the
 * profile {@code demo} only.
 */
@NullMarked
package io.westmoon.sample.demo;

import org.jspecify.annotations.NullMarked;
