package io.natsevents.test;

import java.util.List;

/**
 * A test has left something behind that it was not allowed to.
 */
final class LeftoversFoundError extends AssertionError {

	private LeftoversFoundError(String message) {
		super(message);
	}

	static void throwIfAny(String who, List<String> leftovers) {
		if (!leftovers.isEmpty()) {
			throw new LeftoversFoundError("%s left behind (a test can take a Leftovers parameter to allow it):%n- %s"
				.formatted(who, String.join(System.lineSeparator() + "- ", leftovers)));
		}
	}

}
