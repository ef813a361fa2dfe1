package io.westmoon.login.benchmark;

/**
 * Something that a benchmark needs is not there; its table stays as it is.
 */
final class MissingPeerException extends Exception {

	MissingPeerException(String message) {
		super(message);
	}

}
