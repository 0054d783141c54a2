package io.natsevents.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterObserver;

/**
 * Counts what becomes of dead letters.
 */
public final class DeadLetterMeters implements DeadLetterObserver {

	static final String DISCARDED = "nats.jetstream.deadletter.discarded";

	private final Counter discarded;

	public DeadLetterMeters(MeterRegistry registry) {
		this.discarded = Counter.builder(DISCARDED)
			.description("Dead letters discarded by this application")
			.register(registry);
	}

	@Override
	public void discarded(DeadLetterId id) {
		this.discarded.increment();
	}

}
