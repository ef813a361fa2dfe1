package io.westmoon.login.benchmark;

/**
 * Measures what one table of the page on performance shows.
 */
@FunctionalInterface
interface Measurement {

	/**
	 * Measures, in a JVM that does nothing else.
	 * @return the table in Markdown
	 * @throws MissingPeerException if something to compare with, or a server, is not on
	 * this machine
	 * @throws Exception if anything fails
	 */
	String measure() throws Exception;

}
