package io.natsevents.connection;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of a nats-server, such as {@code 2.10.23} or {@code 2.14.0-RC.2}.
 *
 * @param text the version as the server says it
 */
record ServerVersion(String text) {

	private static final Pattern NUMBERS = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

	/**
	 * Whether another version is newer. A version that cannot be read counts as new:
	 * there is nothing to warn of.
	 */
	boolean isOlderThan(ServerVersion other) {
		return number() < other.number();
	}

	private long number() {
		Matcher numbers = NUMBERS.matcher(this.text);
		if (!numbers.matches()) {
			return Long.MAX_VALUE;
		}
		long patch = (numbers.group(3) != null) ? Long.parseLong(numbers.group(3)) : 0;
		return (Long.parseLong(numbers.group(1)) * 1_000_000 + Long.parseLong(numbers.group(2))) * 1_000_000 + patch;
	}

}
