package io.natsevents.observe;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterObserver;
import io.natsevents.deadletter.RedriveResult;

/**
 * Counts what becomes of dead letters.
 */
public final class DeadLetterMeters implements DeadLetterObserver {

	static final String DISCARDED = "nats.jetstream.deadletter.discarded";

	static final String REDRIVEN = "nats.jetstream.deadletter.redriven";

	private final Counter discarded;

	private final Map<RedriveResult.Outcome, Counter> redriven = new EnumMap<>(RedriveResult.Outcome.class);

	public DeadLetterMeters(MeterRegistry registry) {
		this.discarded = Counter.builder(DISCARDED)
			.description("Dead letters discarded by this application")
			.register(registry);
		for (RedriveResult.Outcome outcome : RedriveResult.Outcome.values()) {
			// A dry run changes nothing, so it is not told
			if (outcome != RedriveResult.Outcome.WOULD_BE_REDRIVEN) {
				this.redriven.put(outcome,
						Counter.builder(REDRIVEN)
							.description("Dead letters this application was asked to redrive")
							.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
							.register(registry));
			}
		}
	}

	@Override
	public void discarded(DeadLetterId id) {
		this.discarded.increment();
	}

	@Override
	public void redriven(DeadLetterId id, RedriveResult.Outcome outcome) {
		Counter counter = this.redriven.get(outcome);
		if (counter != null) {
			counter.increment();
		}
	}

}
