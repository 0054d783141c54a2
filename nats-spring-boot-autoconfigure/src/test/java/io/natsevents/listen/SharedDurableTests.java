package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.natsevents.event.Event;
import io.natsevents.publish.PublishResults;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for instances that share a durable consumer: the load is shared, what one leaves
 * the other gets.
 */
@NatsServerTest
class SharedDurableTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@Test
	void twoInstancesShareEventsAndEachIsHandledOnce(NatsServer server) {
		Counter first = new Counter();
		Counter second = new Counter();
		try (BusApplication one = BusApplication.on(server).bean(first).start();
				BusApplication two = BusApplication.on(server).bean(second).start()) {
			List<String> published = publish(one, "auth.user.created", 1000);
			await().atMost(LIMIT).until(() -> first.handled.size() + second.handled.size() >= 1000);
			await().atMost(LIMIT).until(() -> one.isDone("counter-on"));
			List<String> handled = new ArrayList<>(first.handled.eventIds());
			handled.addAll(second.handled.eventIds());
			assertThat(handled).hasSize(1000).containsExactlyInAnyOrderElementsOf(published);
			assertThat(first.handled.size()).isGreaterThan(50);
			assertThat(second.handled.size()).isGreaterThan(50);
		}
	}

	@Test
	void deadInstancesEventsReachTheOther(NatsServer server) {
		Blocking stuck = new Blocking();
		Blocking working = new Blocking();
		try (BusApplication dying = blocking(server, stuck)) {
			List<String> published = publish(dying, "auth.user.updated", 20);
			stuck.handled.awaitCalls(1);
			working.release.countDown();
			try (BusApplication living = blocking(server, working)) {
				dying.die();
				await().atMost(LIMIT).until(() -> working.handled.size() == 20);
				await().atMost(LIMIT).until(() -> living.isDone("blocking-on"));
				assertThat(working.handled.eventIds()).containsExactlyInAnyOrderElementsOf(published);
			}
			stuck.release.countDown();
		}
	}

	@Test
	void handlerLongerThanAckWaitIsDeliveredToAnotherInstance(NatsServer server) {
		Blocking slow = new Blocking();
		Blocking other = new Blocking();
		other.release.countDown();
		try (BusApplication one = blocking(server, slow)) {
			List<String> published = publish(one, "auth.user.updated", 1);
			slow.handled.awaitCalls(1);
			try (BusApplication two = blocking(server, other)) {
				other.handled.awaitCalls(1);
				assertThat(other.handled.eventIds()).isEqualTo(published);
				assertThat(other.handled.calls().get(0).deliveryCount()).isEqualTo(2);
				slow.release.countDown();
				await().atMost(LIMIT).until(() -> two.isDone("blocking-on"));
			}
		}
	}

	@Test
	void waitingEventsKeepTheirClaimWhileTheHandlerBeforeThemRuns(NatsServer server) {
		Blocking slow = new Blocking();
		Counter other = new Counter();
		try (BusApplication one = blocking(server, slow, "nats.jetstream.listener.extend-ack-wait", "true")) {
			publish(one, "auth.user.updated", 2);
			slow.handled.awaitCalls(1);
			await().atMost(LIMIT).until(() -> one.listener("blocking-on").inFlight() == 2);
			// Two ack-waits pass, and the server has not delivered either of them again
			await().pollDelay(Duration.ofSeconds(2))
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(one.consumer("blocking-on").getRedelivered()).isZero());
			slow.release.countDown();
			await().atMost(LIMIT).until(() -> one.isDone("blocking-on"));
			assertThat(slow.handled.calls()).extracting(Handled.Call::deliveryCount).containsExactly(1L, 1L);
			assertThat(other.handled.calls()).isEmpty();
		}
	}

	@Test
	void stopUnderLoadFinishesWhatHasStartedAndGivesBackTheRest(NatsServer server) {
		Worker first = new Worker();
		Worker second = new Worker();
		BusApplication stopping = BusApplication.on(server).bean(first).start();
		try (BusApplication staying = BusApplication.on(server)
			.property("nats.jetstream.listeners.worker-on.auto-startup", false)
			.bean(second)
			.start()) {
			List<String> published = publish(stopping, "auth.user.deleted", 300);
			first.handled.awaitCalls(20);
			staying.listener("worker-on").start();
			stopping.close();
			long stopped = System.nanoTime();
			int finishedBefore = first.finished.size();
			await().atMost(LIMIT).until(() -> staying.isDone("worker-on"));
			assertThat(first.finished).hasSize(finishedBefore);
			assertThat(first.handled.size()).isEqualTo(finishedBefore);
			List<String> handled = new ArrayList<>(first.finished);
			handled.addAll(second.finished);
			assertThat(handled).containsExactlyInAnyOrderElementsOf(published);
			long gap = second.handled.calls()
				.stream()
				.mapToLong(Handled.Call::at)
				.filter((at) -> at > stopped)
				.min()
				.orElseThrow() - stopped;
			assertThat(Duration.ofNanos(gap)).isLessThan(Duration.ofMillis(200));
		}
	}

	@Test
	void stopGivesUpOnAHandlerThatTakesTooLong(NatsServer server) {
		Blocking stuck = new Blocking();
		BusApplication application = blocking(server, stuck, "nats.jetstream.listener.shutdown-timeout", "300ms");
		publish(application, "auth.user.updated", 1);
		stuck.handled.awaitCalls(1);
		long started = System.nanoTime();
		application.close();
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
		stuck.release.countDown();
		Blocking next = new Blocking();
		next.release.countDown();
		try (BusApplication restarted = blocking(server, next)) {
			next.handled.awaitCalls(1);
			await().atMost(LIMIT).until(() -> restarted.isDone("blocking-on"));
		}
	}

	private static BusApplication blocking(NatsServer server, Blocking handler, String... property) {
		BusApplication.Builder application = BusApplication.on(server)
			.bean(handler)
			.property("nats.jetstream.listener.ack-wait", "1s");
		if (property.length == 2) {
			application.property(property[0], property[1]);
		}
		return application.start();
	}

	private static List<String> publish(BusApplication application, String type, int count) {
		List<Event<Integer>> events = IntStream.range(0, count).mapToObj((i) -> Event.of(type, i)).toList();
		PublishResults results = application.publisher().publishAll(events);
		assertThat(results.failures()).isEmpty();
		return events.stream().map(Event::id).toList();
	}

	static class Counter {

		final Handled handled = new Handled();

		@JetStreamListener("auth.user.created")
		void on(Event<Integer> event, DeliveryContext context) throws InterruptedException {
			this.handled.add(event, context);
			// Long enough for both instances to get some
			TimeUnit.MILLISECONDS.sleep(1);
		}

	}

	static class Blocking {

		final Handled handled = new Handled();

		final CountDownLatch release = new CountDownLatch(1);

		@JetStreamListener("auth.user.updated")
		void on(Event<Integer> event, DeliveryContext context) {
			this.handled.add(event, context);
			Handled.await(this.release);
		}

	}

	static class Worker {

		final Handled handled = new Handled();

		final List<String> finished = new CopyOnWriteArrayList<>();

		@JetStreamListener(value = "auth.user.deleted", concurrency = "3")
		void on(Event<Integer> event, DeliveryContext context) throws InterruptedException {
			this.handled.add(event, context);
			TimeUnit.MILLISECONDS.sleep(5);
			this.finished.add(event.id());
		}

	}

}
