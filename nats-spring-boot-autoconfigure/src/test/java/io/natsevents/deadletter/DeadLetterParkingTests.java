package io.natsevents.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.impl.NatsMessage;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeadLetterParking}.
 */
@Tag("compat")
@NatsServerTest
class DeadLetterParkingTests {

	private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

	private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

	@Test
	void anEventParkedTwiceIsOneDeadLetter(NatsServer server) throws Exception {
		try (BusApplication application = BusApplication.on(server).start()) {
			DeadLetterParking parking = parking(application);
			parking.park(delivery(7));
			parking.park(delivery(7));
			parking.park(delivery(8));
			assertThat(application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount())
				.isEqualTo(2);
			assertThat(parking.refusal()).isNull();
		}
	}

	@Test
	void aRefusalIsOverWhenItIsNotRepeatedForAMinute(NatsServer server) throws Exception {
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.dead-letter.stream.max-bytes", "100B")
			.property("nats.jetstream.provisioning.allow-data-loss", "true")
			.start()) {
			DeadLetterParking parking = parking(application);
			assertThatExceptionOfType(ParkingException.class).isThrownBy(() -> parking.park(delivery(1)))
				.withMessageContaining("AUTH_EVENTS#1");
			assertThat(parking.refusal()).contains("is full");
			this.now.set(NOON.plusSeconds(59));
			assertThat(parking.refusal()).contains("is full");
			this.now.set(NOON.plusSeconds(60));
			assertThat(parking.refusal()).isNull();
		}
	}

	private DeadLetterParking parking(BusApplication application) {
		return new DeadLetterParking(application.bean(ConnectionSupervisor.class), "analytics", Duration.ofSeconds(5),
				this.now::get);
	}

	private static FailedDelivery delivery(long sequence) {
		return new FailedDelivery(NatsMessage.builder().subject("auth.user.created").data("x").build(),
				new StoredPosition("AUTH_EVENTS", sequence, NOON), "analytics-users", null, DeadLetterReason.MALFORMED,
				1, NOON, NOON, null);
	}

}
