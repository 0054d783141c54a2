package io.natsevents.listen;

import java.util.ArrayList;
import java.util.List;

import io.natsevents.event.EventTypePattern;
import org.jspecify.annotations.Nullable;

/**
 * What patterns of event types have in common. Pure functions.
 */
final class TypeIntersection {

	private TypeIntersection() {
	}

	/**
	 * What a listener handles of some types.
	 * @return patterns of which none is part of another: the server refuses filters that
	 * overlap
	 * @throws IllegalArgumentException when it handles none of one of them
	 */
	static List<EventTypePattern> of(String listener, List<EventTypePattern> handled, List<EventTypePattern> wanted) {
		List<String> common = new ArrayList<>();
		for (EventTypePattern pattern : wanted) {
			List<String> found = new ArrayList<>();
			for (EventTypePattern own : handled) {
				String both = of(own.value(), pattern.value());
				if (both != null) {
					found.add(both);
				}
			}
			if (found.isEmpty()) {
				throw new IllegalArgumentException(
						"listener " + listener + " handles no events of type '" + pattern + "', only " + handled);
			}
			common.addAll(found);
		}
		return common.stream()
			.distinct()
			.filter((one) -> common.stream().noneMatch((other) -> !other.equals(one) && one.equals(of(one, other))))
			.map(EventTypePattern::parse)
			.toList();
	}

	/**
	 * What two patterns have in common, which is a pattern, too.
	 * @return {@code null} when it is nothing
	 */
	static @Nullable String of(String one, String other) {
		List<String> left = List.of(one.split("\\."));
		List<String> right = List.of(other.split("\\."));
		List<String> common = new ArrayList<>();
		for (int i = 0; i < left.size() && i < right.size(); i++) {
			String a = left.get(i);
			String b = right.get(i);
			if (a.equals(">") || b.equals(">")) {
				common.addAll((a.equals(">") ? right : left).subList(i, (a.equals(">") ? right : left).size()));
				return String.join(".", common);
			}
			if (!a.equals(b) && !a.equals("*") && !b.equals("*")) {
				return null;
			}
			common.add(a.equals("*") ? b : a);
		}
		return (left.size() == right.size()) ? String.join(".", common) : null;
	}

}
