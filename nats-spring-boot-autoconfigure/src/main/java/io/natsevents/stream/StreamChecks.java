package io.natsevents.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Refuses what the server would refuse, with the name of the property and the values that
 * are possible.
 */
final class StreamChecks {

	/** The server refuses a shorter max-age or duplicate window (10052, 2.15.1). */
	private static final Duration SHORTEST = Duration.ofMillis(100);

	private static final int MOST_REPLICAS = 5;

	/** Printable ASCII without space, dot, wildcards and slashes, as jnats has it. */
	private static final Pattern NAME = Pattern.compile("[\\x21-\\x7E&&[^.*>/\\\\]]{1,255}");

	private StreamChecks() {
	}

	static void name(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("Stream name '" + name
					+ "' must be 1 to 255 printable characters without spaces, '.', '*', '>', '/' and '\\'");
		}
	}

	static void subjects(String stream, List<String> subjects) {
		for (int i = 0; i < subjects.size(); i++) {
			SubjectPattern subject = new SubjectPattern(subjects.get(i));
			for (String other : subjects.subList(0, i)) {
				if (subject.overlaps(new SubjectPattern(other))) {
					throw new IllegalArgumentException("Subjects '" + other + "' and '" + subject.value()
							+ "' of stream " + stream + " overlap; the server refuses that: keep one of them");
				}
			}
		}
	}

	static void limit(String setting, @Nullable Long value, long largest) {
		if (value != null && value != -1 && (value < 1 || value > largest)) {
			throw new IllegalArgumentException(
					setting + " is " + value + " but must be -1 (no limit) or 1 to " + largest);
		}
	}

	static void replicas(@Nullable Integer value) {
		if (value != null && (value < 1 || value > MOST_REPLICAS)) {
			throw new IllegalArgumentException("replicas is " + value + " but must be 1 to " + MOST_REPLICAS);
		}
	}

	static int partitions(int value) {
		if (value < 1 || value > StreamPartitions.MOST) {
			throw new IllegalArgumentException("partitions is " + value + " but must be 1 to " + StreamPartitions.MOST);
		}
		return value;
	}

	static void roomForPartitions(String stream, List<String> subjects) {
		List<String> missing = PartitionFilters.missing(subjects);
		if (!missing.isEmpty()) {
			throw new IllegalArgumentException(
					"partitions add a last token to every subject, which the subjects " + subjects + " of stream "
							+ stream + " leave no room for: add " + missing + ", or declare subjects that end in '>'");
		}
	}

	static void duration(String setting, @Nullable Duration value, boolean zeroAllowed) {
		if (value != null && !(zeroAllowed && value.isZero()) && value.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException(setting + " is " + Amounts.duration(value) + " but must be "
					+ (zeroAllowed ? "0 (no limit) or " : "") + "100ms or more");
		}
	}

	static void duplicateWindow(@Nullable Duration window, @Nullable Duration maxAge) {
		if (window != null && maxAge != null && !maxAge.isZero() && window.compareTo(maxAge) > 0) {
			throw new IllegalArgumentException("duplicate-window is " + Amounts.duration(window)
					+ " but must not be longer than max-age, which is " + Amounts.duration(maxAge));
		}
	}

	static void metadata(Map<String, String> metadata) {
		for (String key : metadata.keySet()) {
			if (StreamOwner.isReserved(key)) {
				throw new IllegalArgumentException("metadata key '" + key
						+ "' is reserved: keys beginning '_nats.' and 'io.natsevents.' are not yours to set");
			}
		}
	}

}
