package io.natsevents.listen;

import java.time.Duration;
import java.time.Instant;

import io.natsevents.event.Event;
import io.natsevents.publish.PublishStatus;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a server whose clock is far from the application's. A server cannot be given
 * another time here, so the application's side is moved. Waiting, claims and the names of
 * dead letters depend on neither.
 */
@NatsServerTest
class ClockDifferenceTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private final Users users = new Users();

	@ParameterizedTest
	@ValueSource(longs = { -3650, -1, 1, 3650 })
	void eventIsHandledRetriedAndRecognizedWhateverTimeItTells(long days, NatsServer server) throws Exception {
		try (BusApplication application = BusApplication.on(server).bean(this.users).start()) {
			Instant time = Instant.now().plus(Duration.ofDays(days));
			Event<String> event = Event.of("auth.user.created", "flaky").time(time);
			assertThat(application.publisher().publish(event).status()).isEqualTo(PublishStatus.STORED);
			assertThat(application.publisher().publish(event).status()).isEqualTo(PublishStatus.DUPLICATE);
			this.users.handled.awaitCalls(2);
			await().atMost(LIMIT).until(() -> application.isDone("users-on"));
			assertThat(this.users.time).isEqualTo(time);
			assertThat(
					Duration.ofNanos(this.users.handled.calls().get(1).at() - this.users.handled.calls().get(0).at()))
				.isBetween(Duration.ofMillis(40), Duration.ofSeconds(2));
		}
	}

	static class Users {

		final Handled handled = new Handled();

		volatile Instant time = Instant.EPOCH;

		@JetStreamListener("auth.user.created")
		void on(Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
			this.time = event.time();
			if (context.deliveryCount() == 1) {
				throw new IllegalStateException("not yet");
			}
		}

	}

}
