package io.natsevents.observe;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.natsevents.deadletter.DeadLetterLook;
import io.natsevents.deadletter.DeadLetterNumbers;
import io.natsevents.deadletter.DeadLetterWatch;
import org.jspecify.annotations.Nullable;

/**
 * Measures the dead letters as they were last seen, without asking the server.
 */
public final class DeadLetterWatchMeters implements MeterBinder {

	static final String MESSAGES = "nats.jetstream.deadletter.messages";

	static final String OLDEST_AGE = "nats.jetstream.deadletter.oldest.age";

	static final String ALERT = "nats.jetstream.deadletter.alert";

	private static final double NANOS_OF_A_SECOND = Duration.ofSeconds(1).toNanos();

	private final Supplier<@Nullable DeadLetterWatch> watch;

	private final InstantSource clock;

	/**
	 * Create the meters.
	 * @param watch finds what looks at the dead letters, or {@code null} when nothing
	 * does; asked once, when meters are bound
	 * @param clock tells how old the oldest is
	 */
	public DeadLetterWatchMeters(Supplier<@Nullable DeadLetterWatch> watch, InstantSource clock) {
		this.watch = watch;
		this.clock = clock;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		DeadLetterWatch measured = this.watch.get();
		if (measured == null) {
			return;
		}
		Gauge.builder(MESSAGES, measured, (looking) -> messages(looking.lastLook()))
			.description("Dead letters of all applications, when this instance looked last")
			.register(registry);
		Gauge.builder(OLDEST_AGE, measured, (looking) -> oldestAge(looking.lastLook()))
			.description("How long ago the oldest dead letter was stored, or 0 when there is none")
			.baseUnit("seconds")
			.register(registry);
		Gauge.builder(ALERT, measured, (looking) -> alert(looking.lastLook()))
			.description("1 while an alert about dead letters is raised, else 0")
			.register(registry);
	}

	private static double messages(DeadLetterLook look) {
		DeadLetterNumbers numbers = look.numbers();
		return (numbers != null) ? numbers.messages() : Double.NaN;
	}

	private double oldestAge(DeadLetterLook look) {
		DeadLetterNumbers numbers = look.numbers();
		return (numbers != null) ? numbers.age(this.clock.instant()).toNanos() / NANOS_OF_A_SECOND : Double.NaN;
	}

	private static double alert(DeadLetterLook look) {
		if (look.numbers() == null) {
			return Double.NaN;
		}
		return (look.alert() != null) ? 1 : 0;
	}

}
