package io.natsevents.listen;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.natsevents.stream.SubjectPattern;

/**
 * A set of subjects, wildcards allowed: those a listener asks its consumer for, or those
 * of its events. Others than asked for come when somebody has changed the consumer.
 */
final class SubjectFilter {

	private static final int LONGEST_DELAY_SECONDS = 60;

	private final Set<String> subjects;

	private final List<SubjectPattern> patterns;

	SubjectFilter(List<String> subjects) {
		this.subjects = Set.copyOf(subjects);
		this.patterns = subjects.stream().map(SubjectPattern::new).toList();
	}

	/**
	 * Ask for the events of subjects whether or not they are divided into partitions,
	 * which adds a last token.
	 */
	static List<String> withPartitions(List<String> subjects) {
		Set<String> all = new TreeSet<>(subjects);
		subjects.stream().filter((subject) -> !subject.endsWith(".>")).forEach((subject) -> all.add(subject + ".*"));
		return withoutCovered(all);
	}

	/**
	 * Leave out what another subject covers: the server refuses filters of one consumer
	 * that overlap so.
	 * @return the others, sorted
	 */
	static List<String> withoutCovered(Collection<String> subjects) {
		Set<String> all = new TreeSet<>(subjects);
		List<SubjectPattern> patterns = all.stream().map(SubjectPattern::new).toList();
		return all.stream()
			.filter((subject) -> patterns.stream()
				.noneMatch((pattern) -> !pattern.value().equals(subject) && pattern.matches(subject)))
			.toList();
	}

	boolean accepts(String subject) {
		return this.subjects.contains(subject)
				|| this.patterns.stream().anyMatch((pattern) -> pattern.matches(subject));
	}

	/**
	 * How long to give back what was not asked for: briefly at first, since another
	 * instance may want it; then rarely.
	 */
	static Duration delayBefore(long deliveryCount) {
		return Duration.ofSeconds(Math.min(LONGEST_DELAY_SECONDS, 1L << Math.min(deliveryCount - 1, 6)));
	}

}
