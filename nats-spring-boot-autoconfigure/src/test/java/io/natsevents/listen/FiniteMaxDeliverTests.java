package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.support.FrequentParking;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a durable somebody else made, with a finite {@code max_deliver}: whatever is
 * given back at its last delivery the server never delivers again.
 */
@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class FiniteMaxDeliverTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String STREAM = "AUTH_EVENTS";

	private static final String DURABLE = "analytics-users";

	private static final String TYPE = "auth.user.created";

	private static final Duration ACK_WAIT = Duration.ofMillis(500);

	private final CountDownLatch release = new CountDownLatch(1);

	@ParameterizedTest
	@CsvSource({ "1", "3" })
	void whatFailsEachTimeIsParkedOnceAndNothingIsStranded(int maxDeliver, NatsServer server, CapturedOutput output)
			throws Exception {
		Users users = new Users((data, context) -> {
			if (data.startsWith("poison")) {
				throw new IllegalStateException("cannot handle " + data);
			}
		});
		try (BusApplication application = start(server, maxDeliver, users)) {
			publish(application, 15, "fine");
			publish(application, 15, "poison");
			awaitParked(application, 15);
			awaitDone(application);
			assertThat(users.handled.size()).isEqualTo(15 + 15 * maxDeliver);
			assertThat(deadLetter(application).getHeaders().getFirst("Dlq-Deliveries"))
				.isEqualTo(Integer.toString(maxDeliver));
			assertThat(deadLetter(application).getHeaders().getFirst("Dlq-Reason")).isEqualTo("HANDLER_FAILED");
			assertThat(output.getAll()).contains("Consumer AUTH_EVENTS/analytics-users has max_deliver " + maxDeliver,
					"nats consumer edit AUTH_EVENTS analytics-users --max-deliver=-1");
		}
	}

	@Test
	void whatWaitsWhenTheListenerStopsIsHandled(NatsServer server) throws Exception {
		Users users = new Users((data, context) -> Handled.await(this.release));
		try (BusApplication application = start(server, 1, users)) {
			int held = publishMoreThanIsHandled(application, users);
			Thread stopping = new Thread(application.listener("users")::stop);
			stopping.start();
			await().atMost(LIMIT).until(() -> application.consumer("users").getNumWaiting() == 0);
			this.release.countDown();
			stopping.join(LIMIT.toMillis());
			assertThat(stopping.isAlive()).isFalse();
			assertThat(users.handled.size()).isGreaterThanOrEqualTo(held);
			assertThat(parked(application)).isZero();
			application.listener("users").start();
			users.handled.awaitCalls(10);
			awaitDone(application);
			assertThat(users.handled.eventIds()).doesNotHaveDuplicates().hasSize(10);
		}
	}

	@Test
	void whatIsNotHandledInTimeWhenTheListenerStopsIsParked(NatsServer server) throws Exception {
		Users users = new Users((data, context) -> Handled.await(this.release));
		try (BusApplication application = start(server, 1, users)) {
			int held = publishMoreThanIsHandled(application, users);
			application.listener("users").stop();
			assertThat(parked(application)).isGreaterThanOrEqualTo(held);
			assertThat(deadLetter(application).getHeaders().getFirst("Dlq-Exception"))
				.isEqualTo(LastDeliveryException.class.getName());
			assertThat(application.consumer("users").getNumAckPending()).isZero();
			this.release.countDown();
			long given = parked(application);
			application.listener("users").start();
			awaitDone(application);
			await().atMost(LIMIT).until(() -> users.handled.eventIds().stream().distinct().count() + given >= 10);
			assertThat(parked(application)).isEqualTo(given);
		}
	}

	@Test
	void anOutageAtTheLastDeliveryIsWaitedOut(NatsServer server) throws Exception {
		Users users = new Users((data, context) -> {
			if (this.release.getCount() > 0) {
				throw new DataAccessResourceFailureException("away");
			}
		});
		try (BusApplication application = start(server, 1, users)) {
			publish(application, 5, "fine");
			users.handled.awaitCalls(1);
			awaitClaimsKept(application);
			this.release.countDown();
			awaitDone(application);
			assertThat(users.handled.eventIds().stream().distinct()).hasSize(5);
			assertThat(parked(application)).isZero();
		}
	}

	@Test
	void aLastDeliveryThatCannotBeParkedIsHeldUntilItCan(NatsServer server) throws Exception {
		Users users = new Users((data, context) -> {
			throw new IllegalStateException("cannot handle");
		});
		try (BusApplication application = start(server, 1, users)) {
			application.management().deleteStream("DLQ_EVENTS");
			publish(application, 1, "poison");
			await().atMost(LIMIT).until(() -> application.bean(DeadLetterParking.class).refusal() != null);
			awaitClaimsKept(application);
			try (BusApplication other = BusApplication.on(server).property("spring.application.name", "o").start()) {
				awaitParked(other, 1);
				awaitDone(application);
				assertThat(users.handled.calls()).hasSize(1);
				await().atMost(LIMIT).until(() -> application.listener("users").inFlight() == 0);
			}
		}
	}

	@Test
	void aHandlerKeepsItsLastDeliveryForAsLongAsItRuns(NatsServer server) throws Exception {
		Users users = new Users((data, context) -> Handled.await(this.release));
		try (BusApplication application = start(server, 1, users)) {
			publish(application, 1, "fine");
			users.handled.awaitCalls(1);
			awaitClaimsKept(application);
			this.release.countDown();
			awaitDone(application);
			assertThat(parked(application)).isZero();
		}
	}

	/**
	 * Publish ten events, and wait until some of them wait behind the first.
	 * @return how many the instance holds
	 */
	private static int publishMoreThanIsHandled(BusApplication application, Users users) {
		publish(application, 10, "fine");
		users.handled.awaitCalls(1);
		await().atMost(LIMIT).until(() -> application.listener("users").inFlight() > 1);
		return application.listener("users").inFlight();
	}

	private static void awaitClaimsKept(BusApplication application) {
		await().during(ACK_WAIT.multipliedBy(2))
			.atMost(LIMIT)
			.until(() -> application.consumer("users").getNumAckPending() > 0);
	}

	private static BusApplication start(NatsServer server, int maxDeliver, Users users) throws Exception {
		try (BusApplication operator = BusApplication.on(server).start()) {
			JetStreamManagement management = operator.management();
			management.purgeStream(STREAM);
			management.purgeStream("DLQ_EVENTS");
			if (management.getConsumerNames(STREAM).contains(DURABLE)) {
				management.deleteConsumer(STREAM, DURABLE);
			}
			management.addOrUpdateConsumer(STREAM,
					ConsumerConfiguration.builder()
						.durable(DURABLE)
						.filterSubject(TYPE)
						.ackPolicy(AckPolicy.Explicit)
						.ackWait(ACK_WAIT)
						.maxDeliver(maxDeliver)
						.build());
		}
		return BusApplication.on(server)
			.configuration(FrequentParking.class)
			.property("nats.jetstream.provisioning.consumer-mode", "create")
			.property("nats.jetstream.listener.ack-wait", ACK_WAIT)
			.property("nats.jetstream.listener.shutdown-timeout", "1s")
			.property("nats.jetstream.publisher.timeout", "1s")
			.bean(users)
			.start();
	}

	private static void publish(BusApplication application, int count, String data) {
		List<Event<String>> events = IntStream.range(0, count).mapToObj((i) -> Event.of(TYPE, data)).toList();
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
	}

	/**
	 * Everything was delivered, and nothing awaits an answer: what is in no dead letter
	 * was acknowledged.
	 */
	private static void awaitDone(BusApplication application) {
		await().atMost(LIMIT).until(() -> {
			ConsumerInfo info = application.consumer("users");
			return info.getNumPending() == 0 && info.getNumAckPending() == 0;
		});
	}

	private static void awaitParked(BusApplication application, long count) {
		await().atMost(LIMIT).until(() -> parked(application) == count);
	}

	private static long parked(BusApplication application) throws Exception {
		return application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount();
	}

	private static MessageInfo deadLetter(BusApplication application) throws Exception {
		return application.management().getLastMessage("DLQ_EVENTS", "dlq.>");
	}

	@FunctionalInterface
	interface Handling {

		void handle(String data, DeliveryContext context);

	}

	static class Users {

		final Handled handled = new Handled();

		private final Handling handling;

		Users(Handling handling) {
			this.handling = handling;
		}

		@JetStreamListener(id = "users", value = TYPE)
		void on(String data, Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
			this.handling.handle(data, context);
		}

	}

}
