package io.natsevents.observe;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.listen.ListenerBacklog;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerObserver;
import io.natsevents.listen.MissedEvents;

/**
 * Times and counts what listeners do.
 */
public final class ListenerMeters implements ListenerObserver {

	static final String HANDLER = "nats.jetstream.listener";

	static final String ACKNOWLEDGED = "nats.jetstream.listener.acknowledged";

	static final String RETRIES = "nats.jetstream.listener.retries";

	static final String PARKED = "nats.jetstream.listener.parked";

	static final String IN_FLIGHT = "nats.jetstream.listener.in.flight";

	static final String MISSED = "nats.jetstream.listener.missed";

	static final String LAG = "nats.jetstream.listener.lag";

	static final String RETENTION_USED = "nats.jetstream.listener.retention.used";

	static final String PAST_END = "nats.jetstream.listener.past.end";

	private final MeterRegistry registry;

	private final Map<String, MetersOfListener> metersById = new ConcurrentHashMap<>();

	public ListenerMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void registered(ListenerHandle listener) {
		meters(listener.id());
		gauge(IN_FLIGHT, "Events this instance holds that are neither acknowledged nor given back", listener,
				ListenerHandle::inFlight);
		gauge(LAG, "Events of all instances that are not handled, as the server said last", listener,
				(handle) -> lag(handle.backlog()));
		gauge(RETENTION_USED, "Share of what the stream can hold that is filled by events not handled", listener,
				(handle) -> handle.backlog().retentionUsed().orElse(Double.NaN));
		gauge(PAST_END, "1 while the consumer stands past the end of its stream, else 0", listener,
				(handle) -> handle.backlog().pastEnd() ? 1 : 0);
	}

	private void gauge(String name, String description, ListenerHandle listener,
			ToDoubleFunction<ListenerHandle> value) {
		Gauge.builder(name, listener, value)
			.description(description)
			.tag("listener", listener.id())
			.register(this.registry);
	}

	private static double lag(ListenerBacklog backlog) {
		return backlog.lag().isPresent() ? backlog.lag().getAsLong() : Double.NaN;
	}

	@Override
	public void handled(String listenerId, boolean success, long nanos) {
		MetersOfListener meters = meters(listenerId);
		(success ? meters.success : meters.failure).record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void acknowledged(String listenerId) {
		meters(listenerId).acknowledged.increment();
	}

	@Override
	public void retried(String listenerId) {
		meters(listenerId).retries.increment();
	}

	@Override
	public void parked(String listenerId, DeadLetterReason reason) {
		Counter counter = meters(listenerId).parked.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

	@Override
	public void missed(String listenerId, MissedEvents missed) {
		meters(listenerId).missed.increment(missed.count());
	}

	private MetersOfListener meters(String listenerId) {
		MetersOfListener meters = this.metersById.get(listenerId);
		return (meters != null) ? meters
				: this.metersById.computeIfAbsent(listenerId, (added) -> new MetersOfListener(this.registry, added));
	}

	/**
	 * The meters of one listener, all of them from its registration on: an alert needs
	 * the zero before the first parked event.
	 */
	private static final class MetersOfListener {

		private final Timer success;

		private final Timer failure;

		private final Counter acknowledged;

		private final Counter retries;

		private final Counter missed;

		private final Map<DeadLetterReason, Counter> parked = new EnumMap<>(DeadLetterReason.class);

		private MetersOfListener(MeterRegistry registry, String listenerId) {
			this.success = timer(registry, listenerId, "success");
			this.failure = timer(registry, listenerId, "failure");
			this.acknowledged = counter(ACKNOWLEDGED, "Events acknowledged", listenerId).register(registry);
			this.retries = counter(RETRIES, "Events that are delivered again because their handler failed", listenerId)
				.register(registry);
			this.missed = counter(MISSED, "Events that were discarded before they were handled", listenerId)
				.register(registry);
			for (DeadLetterReason reason : DeadLetterReason.values()) {
				this.parked.put(reason,
						counter(PARKED, "Events parked as dead letters", listenerId)
							.tag("reason", reason.name().toLowerCase(Locale.ROOT))
							.register(registry));
			}
		}

		private static Timer timer(MeterRegistry registry, String listenerId, String outcome) {
			return Timer.builder(HANDLER)
				.description("Time the handler took for an event or a batch")
				.tag("listener", listenerId)
				.tag("outcome", outcome)
				.register(registry);
		}

		private static Counter.Builder counter(String name, String description, String listenerId) {
			return Counter.builder(name).description(description).tag("listener", listenerId);
		}

	}

}
