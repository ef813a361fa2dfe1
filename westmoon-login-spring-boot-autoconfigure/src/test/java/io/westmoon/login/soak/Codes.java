package io.westmoon.login.soak;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sees to it that no two codes live at the same time. A code lives from the first time
 * that a client asks about it to the last: for so long somebody is shown it, and a scan
 * is heard of. Two codes live at the same time if a client asks about the older one for
 * the second time after anybody has asked about the newer one; a single question may have
 * been on its way. Thread-safe.
 */
final class Codes {

	private static final int REMEMBERED = 100;

	private final Map<String, Code> codes = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Code> eldest) {
			return size() > REMEMBERED;
		}

	};

	private final Violations violations;

	private int issued;

	private int asked;

	private int newest;

	Codes(Violations violations) {
		this.violations = violations;
	}

	/**
	 * Notes a code that the platform has given.
	 * @return its number
	 */
	synchronized int issued(String scanToken) {
		this.codes.put(scanToken, new Code(++this.issued));
		return this.issued;
	}

	/**
	 * Notes that a client has asked about a code.
	 */
	synchronized void asked(String scanToken, String client) {
		Code code = this.codes.get(scanToken);
		if (code == null) {
			this.violations.add("Client " + client + " asks about a code of long ago");
			return;
		}
		this.asked += code.asked ? 0 : 1;
		code.asked = true;
		this.newest = Math.max(this.newest, code.number);
		if (code.number < this.newest && code.late.merge(client, 1, Integer::sum) == 2) {
			this.violations.add("Two codes live: client " + client + " asks about code " + code.number
					+ " again after code " + this.newest + " was asked about");
		}
	}

	synchronized int issued() {
		return this.issued;
	}

	/**
	 * Returns how many codes nobody ever asked about.
	 */
	synchronized int wasted() {
		return this.issued - this.asked;
	}

	/**
	 * Sees to it that codes are asked for only where they are needed.
	 * @param excuses how often a client was kept from a code that it had just asked for:
	 * it was killed, somebody logged out, or the code came too late
	 */
	void verify(int excuses) {
		if (wasted() > excuses) {
			this.violations.add(wasted() + " codes were asked for in vain, which " + excuses
					+ " kills, logouts and failures to get a code do not explain");
		}
	}

	private static final class Code {

		private final int number;

		private final Map<String, Integer> late = new HashMap<>();

		private boolean asked;

		Code(int number) {
			this.number = number;
		}

	}

}
