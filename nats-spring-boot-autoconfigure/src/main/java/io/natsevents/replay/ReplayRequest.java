package io.natsevents.replay;

import java.time.Instant;
import java.util.List;

import io.natsevents.event.EventTypePattern;
import org.jspecify.annotations.Nullable;

/**
 * Which events are replayed into which listener, and how. Immutable.
 *
 * @param listener id of the listener
 * @param from the first event stored at or after it, or {@code null}
 * @param to the last event stored at or before it, or {@code null}
 * @param firstSequence sequence of the first event, or 0
 * @param lastSequence sequence of the last event, or 0
 * @param types event types, with wildcards; none means all the listener handles
 * @param organizations organizations; none means all
 * @param ratePerSecond how many events to handle per second at most, or 0 for no limit
 * @param retainedOnly whether to go without events that the stream does not have any more
 */
public record ReplayRequest(String listener, @Nullable Instant from, @Nullable Instant to, long firstSequence,
		long lastSequence, List<String> types, List<String> organizations, double ratePerSecond, boolean retainedOnly) {

	/**
	 * Make a request.
	 * @throws IllegalArgumentException when it contradicts itself
	 */
	public ReplayRequest {
		types = List.copyOf(types);
		organizations = List.copyOf(organizations);
		if (listener.isBlank()) {
			throw new IllegalArgumentException("say into which listener, by its id");
		}
		types.forEach(EventTypePattern::parse);
		organizations.forEach(ReplayRequest::requireOrganization);
		if (firstSequence < 0 || lastSequence < 0) {
			throw new IllegalArgumentException("sequences begin with 1");
		}
		if (from != null && firstSequence > 0 || to != null && lastSequence > 0) {
			throw new IllegalArgumentException("give a time or a sequence for an end of the range, not both");
		}
		if (from != null && to != null && from.isAfter(to)) {
			throw new IllegalArgumentException("from " + from + " is after to " + to);
		}
		if (firstSequence > 0 && lastSequence > 0 && firstSequence > lastSequence) {
			throw new IllegalArgumentException(
					"the first sequence " + firstSequence + " is after the last, " + lastSequence);
		}
		if (!(ratePerSecond >= 0) || Double.isInfinite(ratePerSecond)) {
			throw new IllegalArgumentException("ratePerSecond must be 0 or more but is " + ratePerSecond);
		}
	}

	private static void requireOrganization(String organization) {
		if (organization.isBlank() || organization.chars().anyMatch(Character::isISOControl)) {
			throw new IllegalArgumentException("an organization is blank or has control characters");
		}
	}

	/**
	 * Replay all the stream has, up to now.
	 * @param listener id of the listener
	 * @return the request
	 */
	public static ReplayRequest into(String listener) {
		return new ReplayRequest(listener, null, null, 0, 0, List.of(), List.of(), 0, false);
	}

	/**
	 * Begin with the first event stored at or after a time.
	 * @param time the time
	 * @return a changed copy
	 */
	public ReplayRequest from(Instant time) {
		return new ReplayRequest(this.listener, time, this.to, this.firstSequence, this.lastSequence, this.types,
				this.organizations, this.ratePerSecond, this.retainedOnly);
	}

	/**
	 * End with the last event stored at or before a time, or with the last there is now
	 * if that is earlier.
	 * @param time the time
	 * @return a changed copy
	 */
	public ReplayRequest to(Instant time) {
		return new ReplayRequest(this.listener, this.from, time, this.firstSequence, this.lastSequence, this.types,
				this.organizations, this.ratePerSecond, this.retainedOnly);
	}

	/**
	 * Begin with an event.
	 * @param sequence its sequence in the stream
	 * @return a changed copy
	 */
	public ReplayRequest fromSequence(long sequence) {
		return new ReplayRequest(this.listener, this.from, this.to, sequence, this.lastSequence, this.types,
				this.organizations, this.ratePerSecond, this.retainedOnly);
	}

	/**
	 * End with an event, or with the last there is now if that is earlier.
	 * @param sequence its sequence in the stream
	 * @return a changed copy
	 */
	public ReplayRequest toSequence(long sequence) {
		return new ReplayRequest(this.listener, this.from, this.to, this.firstSequence, sequence, this.types,
				this.organizations, this.ratePerSecond, this.retainedOnly);
	}

	/**
	 * Replay some event types only.
	 * @param types the types, with wildcards
	 * @return a changed copy
	 */
	public ReplayRequest types(String... types) {
		return new ReplayRequest(this.listener, this.from, this.to, this.firstSequence, this.lastSequence,
				List.of(types), this.organizations, this.ratePerSecond, this.retainedOnly);
	}

	/**
	 * Replay events of some organizations only.
	 * @param organizations the organizations
	 * @return a changed copy
	 */
	public ReplayRequest organizations(String... organizations) {
		return new ReplayRequest(this.listener, this.from, this.to, this.firstSequence, this.lastSequence, this.types,
				List.of(organizations), this.ratePerSecond, this.retainedOnly);
	}

	/**
	 * Handle no more than so many events per second.
	 * @param events how many
	 * @return a changed copy
	 */
	public ReplayRequest atMostPerSecond(double events) {
		return new ReplayRequest(this.listener, this.from, this.to, this.firstSequence, this.lastSequence, this.types,
				this.organizations, events, this.retainedOnly);
	}

	/**
	 * Go without events of the range that the stream does not have any more, instead of
	 * refusing.
	 * @return a changed copy
	 */
	public ReplayRequest onlyRetained() {
		return new ReplayRequest(this.listener, this.from, this.to, this.firstSequence, this.lastSequence, this.types,
				this.organizations, this.ratePerSecond, true);
	}

}
