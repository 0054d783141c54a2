package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
	 * which adds a last token. The server refuses filters of one consumer that overlap:
	 * what another one covers is left out, and where two overlap in part, which
	 * nats-server 2.10 refuses too, one takes their place that lets more through.
	 */
	static List<String> withPartitions(List<String> subjects) {
		List<SubjectPattern> filters = new ArrayList<>();
		for (String subject : subjects) {
			add(filters, new SubjectPattern(subject));
			if (!subject.endsWith(".>")) {
				add(filters, new SubjectPattern(subject + ".*"));
			}
		}
		return filters.stream().map(SubjectPattern::value).sorted().toList();
	}

	private static void add(List<SubjectPattern> filters, SubjectPattern added) {
		if (filters.stream().anyMatch((other) -> other.matches(added.value()))) {
			return;
		}
		filters.removeIf((other) -> added.matches(other.value()));
		for (SubjectPattern other : filters) {
			if (other.overlaps(added)) {
				filters.remove(other);
				add(filters, both(other, added));
				return;
			}
		}
		filters.add(added);
	}

	/** Patterns without {@code >} overlap only when they are of one length. */
	private static SubjectPattern both(SubjectPattern one, SubjectPattern other) {
		String[] tokens = one.value().split("\\.");
		String[] others = other.value().split("\\.");
		int last = Math.min(tokens.length, others.length) - 1;
		StringBuilder both = new StringBuilder();
		for (int i = 0; i < last && !tokens[i].equals(">") && !others[i].equals(">"); i++) {
			both.append(tokens[i].equals(others[i]) ? tokens[i] : "*").append('.');
		}
		return new SubjectPattern(both.append('>').toString());
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
