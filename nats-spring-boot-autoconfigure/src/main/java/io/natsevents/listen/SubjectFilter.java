package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.natsevents.stream.SubjectPattern;

/**
 * The subjects a listener asks its consumer for. Others come when somebody has changed
 * the consumer.
 */
final class SubjectFilter {

	private static final int LONGEST_DELAY_SECONDS = 60;

	private final Set<String> subjects;

	private final List<SubjectPattern> patterns;

	SubjectFilter(List<String> subjects) {
		this.subjects = Set.copyOf(subjects);
		this.patterns = subjects.stream().map(SubjectPattern::new).toList();
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
