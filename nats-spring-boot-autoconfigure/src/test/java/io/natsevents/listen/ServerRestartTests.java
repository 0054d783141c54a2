package io.natsevents.listen;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a server that dies and comes back, and for streams and consumers that vanish.
 */
@Tag("compat")
@NatsServerTest
@ExtendWith(OutputCaptureExtension.class)
class ServerRestartTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@Test
	void serverKilledUnderLoadLosesNothingThatWasConfirmed(NatsServer server) throws Exception {
		Receiver receiver = new Receiver();
		AtomicBoolean publishing = new AtomicBoolean(true);
		Set<String> confirmed = ConcurrentHashMap.newKeySet();
		List<Exception> failures = new CopyOnWriteArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		// What was under way when the server died is delivered again after ack-wait
		try (BusApplication application = BusApplication.on(server)
			.bean(receiver)
			.property("nats.jetstream.listener.ack-wait", "2s")
			.start()) {
			for (int i = 0; i < 4; i++) {
				threads.execute(() -> {
					while (publishing.get()) {
						Event<String> event = Event.of("auth.user.created", "ada");
						try {
							application.publisher().publish(event);
							confirmed.add(event.id());
						}
						catch (RuntimeException ex) {
							failures.add(ex);
						}
					}
				});
			}
			receiver.handled.awaitCalls(500);
			for (int i = 0; i < 2; i++) {
				server.kill();
				server.restart();
				long back = System.nanoTime();
				int before = receiver.handled.size();
				receiver.handled.awaitCalls(before + 1);
				assertThat(Duration.ofNanos(receiver.handled.calls().get(before).at() - back))
					.isLessThan(Duration.ofSeconds(2));
				receiver.handled.awaitCalls(receiver.handled.size() + 500);
			}
			publishing.set(false);
			threads.shutdown();
			await().atMost(LIMIT).until(threads::isTerminated);
			await().atMost(LIMIT).until(() -> application.isDone("receiver-on"));
			assertThat(failures).isEmpty();
			assertThat(new HashSet<>(receiver.handled.eventIds())).containsAll(confirmed);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void vanishedConsumerIsReportedAndCreatedAgainWhereItHadComeTo(NatsServer server, CapturedOutput output)
			throws Exception {
		Receiver receiver = new Receiver();
		try (BusApplication application = BusApplication.on(server).bean(receiver).start()) {
			application.management().purgeStream("AUTH_EVENTS");
			receiver.handled.calls().clear();
			publish(application, 20);
			receiver.handled.awaitCalls(20);
			await().atMost(LIMIT).until(() -> application.isDone("receiver-on"));
			// The floor is looked at when the listener runs dry, and every two seconds
			await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
			application.management().deleteConsumer("AUTH_EVENTS", "analytics-receiver-on");
			publish(application, 5);
			receiver.handled.awaitCalls(25);
			await().atMost(LIMIT).until(() -> application.isDone("receiver-on"));
			assertThat(receiver.handled.calls()).hasSize(25);
			assertThat(output.getAll()).contains("Listener receiver-on is RECOVERING: 409 Consumer Deleted");
			assertThat(application.listener("receiver-on").state().phase()).isEqualTo(Phase.PULLING);
		}
	}

	@Test
	void vanishedStreamIsReportedAndConsumedFromItsBeginningWhenItIsBack(NatsServer server) throws Exception {
		Receiver receiver = new Receiver();
		try (BusApplication application = BusApplication.on(server).bean(receiver).start()) {
			publish(application, 3);
			receiver.handled.awaitCalls(3);
			application.management().deleteStream("AUTH_EVENTS");
			await().atMost(LIMIT)
				.until(() -> application.listener("receiver-on").state().phase() == Phase.WAITING_FOR_STREAM);
			assertThat(application.listener("receiver-on").state().reason()).contains("AUTH_EVENTS")
				.contains("not exist");
			receiver.handled.calls().clear();
			try (BusApplication other = BusApplication.on(server)
				.property("spring.application.name", "other")
				.start()) {
				publish(other, 2);
				receiver.handled.awaitCalls(2);
				await().atMost(LIMIT).until(() -> application.isDone("receiver-on"));
			}
		}
	}

	@Test
	void listenerWaitsForAStreamThatIsNotThereYet(NatsServer server) throws Exception {
		Receiver receiver = new Receiver();
		try (BusApplication early = BusApplication.on(server)
			.property("nats.jetstream.services", "")
			.property("spring.application.name", "early")
			.bean(new EarlyReceiver(receiver))
			.start()) {
			await().atMost(LIMIT)
				.until(() -> early.listener("earlyReceiver-on").state().phase() == Phase.WAITING_FOR_STREAM);
			try (BusApplication owner = BusApplication.on(server)
				.property("nats.jetstream.services", "catalog")
				.start()) {
				owner.publisher().publish(Event.of("catalog.item.added", "book"));
				receiver.handled.awaitCalls(1);
				await().atMost(LIMIT).until(() -> early.isDone("earlyReceiver-on"));
			}
		}
	}

	private static void publish(BusApplication application, int count) {
		for (int i = 0; i < count; i++) {
			application.publisher().publish(Event.of("auth.user.created", "ada"));
		}
	}

	static class Receiver {

		final Handled handled = new Handled();

		@JetStreamListener("auth.user.created")
		void on(Event<String> event, DeliveryContext context) {
			this.handled.add(event, context);
		}

	}

	record EarlyReceiver(Receiver receiver) {

		@JetStreamListener("catalog.item.added")
		void on(Event<String> event, DeliveryContext context) {
			this.receiver.handled.add(event, context);
		}

	}

}
