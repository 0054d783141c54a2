package io.natsevents.listen;

import java.time.Clock;

import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.listen.DeliveryParking.Outcome;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeliveryParking}.
 */
@NatsServerTest
class DeliveryParkingTests {

	private final FailureHistory history = new FailureHistory(Clock.systemUTC());

	@Test
	void whatIsParkedWithoutAConfirmedAcknowledgementIsNotRunAgain(NatsServer server) {
		try (BusApplication application = BusApplication.on(server).start()) {
			Delivery unconfirmed = new Delivery(new TestMessage(1, 6).disconnected());
			assertThat(park(application, unconfirmed)).isEqualTo(Outcome.PARKED);
			assertThat(this.history.givenUp(unconfirmed.position()))
				.isEqualTo(new FailureHistory.GivenUp(DeadLetterReason.HANDLER_FAILED, "event-1"));
			Delivery again = new Delivery(new TestMessage(1, 7));
			assertThat(park(application, again)).isEqualTo(Outcome.PARKED_AND_ACKNOWLEDGED);
			assertThat(this.history.givenUp(again.position())).isNull();
		}
	}

	private Outcome park(BusApplication application, Delivery delivery) {
		ListenerEndpoint endpoint = TestEndpoint.of("analytics-parking", TestEndpoint.settings());
		DeliveryParking parking = new DeliveryParking(endpoint, application.bean(DeadLetterParking.class), this.history,
				new DeliveryReplies(endpoint.id()), ListenerObserver.NONE);
		return parking.park(delivery,
				parking.failed(delivery, "event-1", DeadLetterReason.HANDLER_FAILED, new IllegalStateException("no")));
	}

}
