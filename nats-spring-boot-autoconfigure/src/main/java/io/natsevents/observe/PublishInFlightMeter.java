package io.natsevents.observe;

import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.natsevents.publish.DirectEventPublisher;
import org.jspecify.annotations.Nullable;

/**
 * Measures how many events wait for their confirmation.
 */
public final class PublishInFlightMeter implements MeterBinder {

	static final String IN_FLIGHT = "nats.jetstream.publish.in.flight";

	private final Supplier<@Nullable DirectEventPublisher> publisher;

	/**
	 * Create the meter.
	 * @param publisher finds the publisher, or {@code null} when there is none; asked
	 * once, when meters are bound, because the publisher itself depends on meters
	 */
	public PublishInFlightMeter(Supplier<@Nullable DirectEventPublisher> publisher) {
		this.publisher = publisher;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		DirectEventPublisher measured = this.publisher.get();
		if (measured != null) {
			Gauge.builder(IN_FLIGHT, measured, DirectEventPublisher::inFlight)
				.description("Events sent, or waiting to be sent again, and not confirmed")
				.register(registry);
		}
	}

}
