package io.natsevents.campaign.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the health says of the listeners of a process.
 *
 * @param up whether it says that all is well
 * @param listeners what it says of each
 */
record ListenersHealth(boolean up, List<Listener> listeners) {

	/** So long a listener tells of a loss, and some seconds. */
	private static final Duration LASTING = Duration.ofSeconds(90);

	private static final Pattern LISTENER = Pattern.compile("[^,={} ]+=\\{phase=(\\w+)");

	private static final Pattern MISSED = Pattern.compile("missed=\\{[^}]*noticed=([^,}]+)");

	static ListenersHealth parse(String health) {
		List<MatchResult> found = LISTENER.matcher(health).results().toList();
		List<Listener> listeners = new ArrayList<>();
		for (int i = 0; i < found.size(); i++) {
			int end = (i + 1 < found.size()) ? found.get(i + 1).start() : health.length();
			listeners.add(new Listener(found.get(i).group(1), health.substring(found.get(i).start(), end)));
		}
		return new ListenersHealth(health.startsWith("UP"), listeners);
	}

	/**
	 * Whether every listener gets answers. One that has noticed a loss says so for a
	 * while; whether there was one is for other rules.
	 * @param wallMillis when it was asked, by the wall clock of the process
	 */
	boolean isWell(long wallMillis) {
		boolean told = this.listeners.stream().anyMatch((listener) -> listener.tellsLoss(wallMillis));
		return (this.up || told) && this.listeners.stream()
			.allMatch((listener) -> listener.phase().equals("PULLING") || listener.tellsLoss(wallMillis));
	}

	/**
	 * One listener, or a partition of one that is not well.
	 *
	 * @param phase its phase
	 * @param details all that is said of it
	 */
	record Listener(String phase, String details) {

		boolean tellsLoss(long wallMillis) {
			Matcher missed = MISSED.matcher(this.details);
			return this.phase.equals("MISSING_EVENTS") && missed.find()
					&& Instant.parse(missed.group(1)).plus(LASTING).isAfter(Instant.ofEpochMilli(wallMillis));
		}

	}

}
