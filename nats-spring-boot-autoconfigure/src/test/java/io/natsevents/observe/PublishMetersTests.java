package io.natsevents.observe;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.natsevents.publish.EventPublishException;
import io.natsevents.publish.EventTooLargeException;
import io.natsevents.publish.PublishOutcomeUnknownException;
import io.natsevents.publish.PublishReceipt;
import io.natsevents.publish.PublishStatus;
import io.natsevents.publish.PublishUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PublishMeters}.
 */
class PublishMetersTests {

	private static final String TYPE = "auth.user.created";

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final PublishMeters meters = new PublishMeters(this.registry);

	@Test
	void aStoredEventIsTimed() {
		this.meters.published(TYPE, receipt(PublishStatus.STORED), 2_000_000);
		assertThat(this.registry.get("nats.jetstream.publish")
			.tags("type", TYPE, "outcome", "stored")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2);
	}

	@Test
	void aDuplicateIsAnOutcomeOfItsOwn() {
		this.meters.published(TYPE, receipt(PublishStatus.DUPLICATE), 1);
		assertThat(count("duplicate")).isOne();
		assertThat(count("stored")).isZero();
	}

	@Test
	void failuresAreToldApart() {
		this.meters.failed(TYPE, new EventTooLargeException("1", "auth.user.created", 10, 5), 1);
		this.meters.failed(TYPE, unavailable(), 1);
		this.meters.failed(TYPE, unavailable(), 1);
		this.meters.failed(TYPE, new PublishOutcomeUnknownException("1", "auth.user.created", "lost", null), 1);
		assertThat(count("rejected")).isOne();
		assertThat(count("unavailable")).isEqualTo(2);
		assertThat(count("unknown")).isOne();
		assertThat(count("stored")).isZero();
	}

	@Test
	void retriesAreCountedByType() {
		this.meters.retried(TYPE);
		this.meters.retried("auth.user.deleted");
		assertThat(this.registry.get("nats.jetstream.publish.retries").tag("type", TYPE).counter().count()).isOne();
	}

	private static EventPublishException unavailable() {
		return new PublishUnavailableException("1", "auth.user.created", "no connection", null);
	}

	private static PublishReceipt receipt(PublishStatus status) {
		return new PublishReceipt("1", status, "AUTH_EVENTS", OptionalLong.of(1));
	}

	private long count(String outcome) {
		return this.registry.get("nats.jetstream.publish").tags("type", TYPE, "outcome", outcome).timer().count();
	}

}
