package io.natsevents.stream;

import java.time.Duration;

/**
 * Writes sizes and durations the way they are written in properties.
 */
final class Amounts {

	private static final String[] SIZES = { "B", "KB", "MB", "GB", "TB" };

	private Amounts() {
	}

	static String bytes(long bytes) {
		if (bytes < 0) {
			return "unlimited";
		}
		long amount = bytes;
		int unit = 0;
		while (amount >= 1024 && amount % 1024 == 0 && unit < SIZES.length - 1) {
			amount /= 1024;
			unit++;
		}
		return amount + SIZES[unit];
	}

	static String count(long count) {
		return (count < 0) ? "unlimited" : Long.toString(count);
	}

	/** Zero means for ever in every setting that may be zero. */
	static String maxAge(Duration duration) {
		return duration.isZero() ? "unlimited" : duration(duration);
	}

	static String duration(Duration duration) {
		long millis = duration.toMillis();
		if (millis == 0) {
			return duration.toNanos() + "ns";
		}
		if (millis % 86_400_000 == 0) {
			return millis / 86_400_000 + "d";
		}
		if (millis % 3_600_000 == 0) {
			return millis / 3_600_000 + "h";
		}
		if (millis % 60_000 == 0) {
			return millis / 60_000 + "m";
		}
		return (millis % 1000 == 0) ? millis / 1000 + "s" : millis + "ms";
	}

}
