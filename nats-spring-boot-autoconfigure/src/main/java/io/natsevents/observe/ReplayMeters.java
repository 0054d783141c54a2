package io.natsevents.observe;

import java.util.Locale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerObserver;
import io.natsevents.replay.ReplayObserver;

/**
 * Counts what becomes of the events of replays, apart from what their listeners do
 * otherwise.
 */
public final class ReplayMeters implements ReplayObserver, ListenerObserver {

	static final String EVENTS = "nats.jetstream.replay.events";

	private final MeterRegistry registry;

	public ReplayMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Counters that are there from the beginning begin with 0.
	 */
	@Override
	public void registered(ListenerHandle listener) {
		for (Outcome outcome : Outcome.values()) {
			counter(listener.id(), outcome);
		}
	}

	@Override
	public void done(String listener, Outcome outcome) {
		counter(listener, outcome).increment();
	}

	private Counter counter(String listener, Outcome outcome) {
		return Counter.builder(EVENTS)
			.description("Events of replays this instance is done with")
			.tag("listener", listener)
			.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
			.register(this.registry);
	}

}
