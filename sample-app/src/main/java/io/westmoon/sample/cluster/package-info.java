/**
 * The offline demo with several processes: two of them share a login through one Redis,
 * in the profile {@code cluster-demo} only.
 */
@NullMarked
package io.westmoon.sample.cluster;

import org.jspecify.annotations.NullMarked;
