package io.natsevents.observe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.listen.ListenerState;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.listen.MissedEvents;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether every listener gets answers from the server, from what the listeners
 * know.
 */
public final class ListenersHealthIndicator extends AbstractHealthIndicator {

	private static final Duration LONGEST_START = Duration.ofSeconds(10);

	private static final int MOST_PARTITIONS = 10;

	private final ListenerRegistry registry;

	private final InstantSource clock;

	/**
	 * Create the indicator.
	 * @param registry knows the listeners
	 * @param clock tells how long a listener has been starting
	 */
	public ListenersHealthIndicator(ListenerRegistry registry, InstantSource clock) {
		super("The state of the listeners could not be determined");
		this.registry = registry;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		List<String> failing = new ArrayList<>();
		for (ListenerHandle listener : this.registry.all()) {
			ListenerState state = listener.state();
			if (!isWorking(state)) {
				failing.add(listener.id());
			}
			builder.withDetail(listener.id(), describe(listener, state));
		}
		if (!failing.isEmpty()) {
			builder.down();
		}
	}

	/**
	 * Subscribed is not enough: only an answer to a pull request proves that events would
	 * come.
	 */
	private boolean isWorking(ListenerState state) {
		if (state.phase() == Phase.STARTING) {
			return Duration.between(state.since(), this.clock.instant()).compareTo(LONGEST_START) <= 0;
		}
		return state.phase().isExpected();
	}

	private static Map<String, Object> describe(ListenerHandle listener, ListenerState state) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("phase", state.phase());
		if (state.reason() != null) {
			details.put("reason", state.reason());
		}
		details.put("since", state.since().toString());
		details.put("inFlight", listener.inFlight());
		Map<String, Object> unwell = unwell(listener.partitions());
		if (!unwell.isEmpty()) {
			details.put("partitions", unwell);
		}
		details.put("stream", listener.stream());
		details.put("durable", listener.durable());
		MissedEvents missed = listener.backlog().missed();
		if (missed != null) {
			details.put("missed", Map.of("count", missed.count(), "firstSequence", missed.first(), "lastSequence",
					missed.last(), "noticed", missed.noticed().toString()));
		}
		return details;
	}

	/**
	 * The partitions that are not well, by their numbers. There may be hundreds, and what
	 * is wrong with many of them is mostly the same.
	 */
	private static Map<String, Object> unwell(List<ListenerState> partitions) {
		Map<String, Object> unwell = new LinkedHashMap<>();
		int more = 0;
		for (int number = 0; number < partitions.size(); number++) {
			ListenerState state = partitions.get(number);
			if (state.phase().isExpected()) {
				continue;
			}
			if (unwell.size() == MOST_PARTITIONS) {
				more++;
				continue;
			}
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("phase", state.phase());
			details.put("reason", String.valueOf(state.reason()));
			details.put("since", state.since().toString());
			unwell.put(Integer.toString(number), details);
		}
		if (more > 0) {
			unwell.put("more", more);
		}
		return unwell;
	}

}
