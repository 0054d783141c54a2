package io.natsevents.campaign.judge;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What rules have found.
 */
final class Findings {

	private final List<Violation> violations = new ArrayList<>();

	private final Set<String> lost = new LinkedHashSet<>();

	private final List<String> notes = new ArrayList<>();

	/**
	 * A promise was broken.
	 * @param promise which one
	 * @param history what is known of the event, or of what else broke it; may have
	 * several lines
	 */
	void violation(String promise, String history) {
		this.violations.add(new Violation(promise, history.lines().toList()));
	}

	/**
	 * An event was lost, whether it may be or not.
	 */
	void lost(String id) {
		this.lost.add(id);
	}

	/**
	 * Something broke no promise and should be known.
	 */
	void note(String text) {
		this.notes.add(text);
	}

	List<Violation> violations() {
		return List.copyOf(this.violations);
	}

	Set<String> lost() {
		return Set.copyOf(this.lost);
	}

	List<String> notes() {
		return List.copyOf(this.notes);
	}

}
