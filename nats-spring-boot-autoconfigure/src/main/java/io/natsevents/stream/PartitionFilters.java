package io.natsevents.stream;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the subjects that take no event with a partition, whose last token is one more
 * than they have.
 */
final class PartitionFilters {

	/** What the durable of a single partition asks for. */
	private static final Pattern ONE_PARTITION = Pattern.compile("(.+)\\.p[0-9]+");

	private PartitionFilters() {
	}

	/**
	 * What subjects lack to take the same events with a partition.
	 * @param subjects subjects of a stream, or filters of a consumer; none for everything
	 * @return the subjects to add
	 */
	static List<String> missing(List<String> subjects) {
		return subjects.stream()
			.filter((subject) -> !subject.endsWith(">"))
			.filter((subject) -> !isCovered(withPartition(subject), subjects) && !isPartitioned(subject, subjects)
					&& !isOfOnePartition(subject, subjects))
			.map(PartitionFilters::withPartition)
			.toList();
	}

	private static String withPartition(String subject) {
		return subject + ".*";
	}

	private static boolean isPartitioned(String subject, List<String> subjects) {
		return subject.endsWith(".*") && isCovered(subject.substring(0, subject.length() - 2),
				subjects.stream().filter((other) -> !other.equals(subject)).toList());
	}

	/** That of partition 0 asks beside that for events without a partition. */
	private static boolean isOfOnePartition(String subject, List<String> subjects) {
		return subjects.stream()
			.map(ONE_PARTITION::matcher)
			.anyMatch((one) -> one.matches() && (one.group().equals(subject) || one.group(1).equals(subject)));
	}

	private static boolean isCovered(String subject, List<String> subjects) {
		return subjects.stream().anyMatch((other) -> new SubjectPattern(other).matches(subject));
	}

}
