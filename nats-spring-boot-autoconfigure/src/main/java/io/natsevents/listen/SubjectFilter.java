package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

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
		List<String> all = new ArrayList<>(subjects);
		subjects.stream().filter((subject) -> !subject.endsWith(".>")).forEach((subject) -> all.add(subject + ".*"));
		return withoutOverlaps(all);
	}

	/**
	 * Ask so that the server takes it: it refuses filters of one consumer that overlap.
	 * What another one covers is left out, and where two overlap in part, which
	 * nats-server 2.10 refuses too, one takes their place that lets more through.
	 * @return the filters, sorted
	 */
	static List<String> withoutOverlaps(List<String> subjects) {
		return apart(subjects, SubjectPattern::overlaps);
	}

	/**
	 * Ask so that a server delivers everything which passes over events when a filter
	 * continues another: one that lets more through takes their place.
	 * @return the filters, sorted
	 */
	static List<String> withoutNesting(List<String> subjects) {
		return apart(subjects, (one, other) -> one.overlaps(other) || continues(one, other) || continues(other, one));
	}

	private static boolean continues(SubjectPattern longer, SubjectPattern shorter) {
		String[] tokens = longer.value().split("\\.");
		int length = shorter.value().split("\\.").length;
		return tokens.length > length
				&& new SubjectPattern(String.join(".", List.of(tokens).subList(0, length))).overlaps(shorter);
	}

	private static List<String> apart(List<String> subjects, BiPredicate<SubjectPattern, SubjectPattern> together) {
		List<SubjectPattern> filters = new ArrayList<>();
		subjects.forEach((subject) -> add(filters, new SubjectPattern(subject), together));
		return filters.stream().map(SubjectPattern::value).sorted().toList();
	}

	private static void add(List<SubjectPattern> filters, SubjectPattern added,
			BiPredicate<SubjectPattern, SubjectPattern> together) {
		if (filters.stream().anyMatch((other) -> other.matches(added.value()))) {
			return;
		}
		filters.removeIf((other) -> added.matches(other.value()));
		for (SubjectPattern other : filters) {
			if (together.test(other, added)) {
				filters.remove(other);
				add(filters, both(other, added), together);
				return;
			}
		}
		filters.add(added);
	}

	/**
	 * A filter in place of two. It leaves room for a last token more, unless both end
	 * with the same one.
	 */
	private static SubjectPattern both(SubjectPattern one, SubjectPattern other) {
		String[] tokens = one.value().split("\\.");
		String[] others = other.value().split("\\.");
		int last = Math.min(tokens.length, others.length) - 1;
		StringBuilder both = new StringBuilder();
		for (int i = 0; i < last; i++) {
			if (tokens[i].equals(">") || others[i].equals(">")) {
				return new SubjectPattern(both.append('>').toString());
			}
			both.append(tokens[i].equals(others[i]) ? tokens[i] : "*").append('.');
		}
		boolean sameEnd = tokens.length == others.length && tokens[last].equals(others[last])
				&& !tokens[last].equals("*");
		return new SubjectPattern(both.append(sameEnd ? tokens[last] : ">").toString());
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
