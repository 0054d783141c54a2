package io.natsevents.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.natsevents.publish.EventPublishException;
import io.natsevents.publish.PublishObserver;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.publish.PublishStatus;
import io.natsevents.publish.StreamWentBack;

/**
 * Times and counts published events.
 */
public final class PublishMeters implements PublishObserver {

	static final String PUBLISH = "nats.jetstream.publish";

	static final String RETRIES = "nats.jetstream.publish.retries";

	static final String WENT_BACK = "nats.jetstream.publish.stream.went.back";

	private final MeterRegistry registry;

	private final Map<String, TypeMeters> metersByType = new ConcurrentHashMap<>();

	private final Map<String, Counter> wentBackByStream = new ConcurrentHashMap<>();

	public PublishMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void published(String type, PublishReceipt receipt, long nanos) {
		TypeMeters meters = meters(type);
		// An alert needs the zero before the first time
		wentBack(receipt.stream());
		Timer timer = (receipt.status() == PublishStatus.DUPLICATE) ? meters.duplicate : meters.stored;
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void failed(String type, EventPublishException exception, long nanos) {
		TypeMeters meters = meters(type);
		Timer timer = exception.isOutcomeUnknown() ? meters.unknown
				: exception.isRetryable() ? meters.unavailable : meters.rejected;
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void retried(String type) {
		meters(type).retries.increment();
	}

	@Override
	public void streamWentBack(StreamWentBack found) {
		wentBack(found.stream()).increment();
	}

	private Counter wentBack(String stream) {
		Counter counter = this.wentBackByStream.get(stream);
		return (counter != null) ? counter
				: this.wentBackByStream.computeIfAbsent(stream,
						(added) -> Counter.builder(WENT_BACK)
							.description("Times a stream was seen to have lost events it had confirmed")
							.tag("stream", added)
							.register(this.registry));
	}

	private TypeMeters meters(String type) {
		TypeMeters meters = this.metersByType.get(type);
		return (meters != null) ? meters
				: this.metersByType.computeIfAbsent(type, (added) -> new TypeMeters(this.registry, added));
	}

	/**
	 * The meters of one event type, all of them from the first event on: an alert needs
	 * the zero before the first failure.
	 */
	private static final class TypeMeters {

		private final Timer stored;

		private final Timer duplicate;

		private final Timer rejected;

		private final Timer unavailable;

		private final Timer unknown;

		private final Counter retries;

		private TypeMeters(MeterRegistry registry, String type) {
			this.stored = timer(registry, type, "stored");
			this.duplicate = timer(registry, type, "duplicate");
			this.rejected = timer(registry, type, "rejected");
			this.unavailable = timer(registry, type, "unavailable");
			this.unknown = timer(registry, type, "unknown");
			this.retries = Counter.builder(RETRIES)
				.description("Events sent again after an attempt that was not confirmed")
				.tag("type", type)
				.register(registry);
		}

		private static Timer timer(MeterRegistry registry, String type, String outcome) {
			return Timer.builder(PUBLISH)
				.description("Time from the call to the confirmation of an event, or until it was given up")
				.tag("type", type)
				.tag("outcome", outcome)
				.register(registry);
		}

	}

}
