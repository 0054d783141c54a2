package io.natsevents.observe;

import java.util.Locale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.natsevents.replay.ReplayObserver;
import io.natsevents.replay.ReplayState;

/**
 * Counts what becomes of replays and their events.
 */
public final class ReplayMeters implements ReplayObserver {

	static final String EVENTS = "nats.jetstream.replay.events";

	static final String ENDED = "nats.jetstream.replay.ended";

	private final Meter.MeterProvider<Counter> events;

	private final Meter.MeterProvider<Counter> ended;

	public ReplayMeters(MeterRegistry registry) {
		this.events = Counter.builder(EVENTS)
			.description("Events of replays this instance is done with")
			.withRegistry(registry);
		this.ended = Counter.builder(ENDED).description("Replays this instance has ended").withRegistry(registry);
	}

	@Override
	public void done(String listener, Outcome outcome) {
		this.events.withTags("listener", listener, "outcome", outcome.name().toLowerCase(Locale.ROOT)).increment();
	}

	@Override
	public void ended(String listener, ReplayState state) {
		this.ended.withTags("listener", listener, "state", state.name().toLowerCase(Locale.ROOT)).increment();
	}

}
