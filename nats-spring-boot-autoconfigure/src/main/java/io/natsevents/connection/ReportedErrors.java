package io.natsevents.connection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;

/**
 * Tells whether an error a server reports is news. A missing permission is reported for
 * every single message, each time with other numbers or another inbox in its subject.
 */
public final class ReportedErrors {

	private static final long AGAIN_AFTER = Duration.ofMinutes(1).toNanos();

	private static final int LIMIT = 100;

	private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

	private final LongSupplier nanoTime;

	private final Map<String, Long> reported = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > LIMIT;
		}

	};

	/**
	 * Begin with nothing reported.
	 * @param nanoTime tells the time in nanoseconds, from any origin
	 */
	public ReportedErrors(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Take note of an error.
	 * @param error the error; those that differ in numbers only are alike
	 * @return whether its like was not reported within the last minute
	 */
	public synchronized boolean isNews(String error) {
		long now = this.nanoTime.getAsLong();
		String kind = kind(error);
		Long last = this.reported.get(kind);
		if (last != null && now - last < AGAIN_AFTER) {
			return false;
		}
		this.reported.remove(kind);
		this.reported.put(kind, now);
		return true;
	}

	/**
	 * Warn of what may happen thousands of times at once: once a minute, and at debug
	 * level in between.
	 * @param logger writes the line
	 * @param kind what is alike
	 * @param line what happened, without a full stop
	 */
	public void warn(Log logger, String kind, String line) {
		if (isNews(kind)) {
			logger.warn(line + ". More of these are logged at debug level for a minute");
		}
		else {
			logger.debug(line);
		}
	}

	private static String kind(String error) {
		PermissionViolation violation = PermissionViolation.in(error);
		if (violation != null && violation.action() == PermissionViolation.Action.SUBSCRIBE) {
			int prefix = violation.subject().indexOf('.') + 1;
			return violation.action() + " " + violation.subject().substring(0, prefix);
		}
		return NUMBERS.matcher(error).replaceAll("#");
	}

}
