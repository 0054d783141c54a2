package io.natsevents.listen;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LastDeliveries} that are parked while the listener ends.
 */
@Tag("compat")
@NatsServerTest
@Timeout(30)
class LastDeliveriesTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final Duration SHORT = Duration.ofMillis(100);

	private final ListenerEndpoint endpoint = TestEndpoint.of("analytics-users-on", TestEndpoint.settings());

	private final InFlightWindow window = new InFlightWindow(500, 1, Duration.ofSeconds(30));

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

	private final TestMessage first = new TestMessage(1, 1);

	private final TestMessage second = new TestMessage(2, 1);

	private final AtomicInteger parked = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	private BusApplication application;

	private DeliveryParking parking;

	private LastDeliveries last;

	@BeforeEach
	void start(NatsServer server) throws Exception {
		this.application = BusApplication.on(server).property("nats.jetstream.publisher.timeout", "1s").start();
		this.application.management().purgeStream("DLQ_EVENTS");
		ListenerObserver observer = new ListenerObserver() {

			@Override
			public void parked(String listenerId, DeadLetterReason reason) {
				LastDeliveriesTests.this.parked.incrementAndGet();
				Handled.await(LastDeliveriesTests.this.release);
			}

		};
		this.parking = new DeliveryParking(this.endpoint, this.application.bean(DeadLetterParking.class),
				new FailureHistory(Clock.systemUTC()), new DeliveryReplies("test"), observer);
		this.last = new LastDeliveries("test", this.parking, this.window, this.executor);
	}

	@AfterEach
	void stop() {
		this.release.countDown();
		this.executor.shutdownNow();
		this.application.close();
	}

	@Test
	void whatIsBeingParkedWhenTheListenerEndsIsParkedOnce() throws Exception {
		hold(this.first);
		hold(this.second);
		await().atMost(LONG).until(() -> this.parked.get() == 1);
		CompletableFuture<Void> end = CompletableFuture.runAsync(() -> this.last.end(LONG));
		await().during(SHORT).until(() -> !end.isDone());
		assertThat(this.parked).hasValue(1);
		this.release.countDown();
		assertThat(end).succeedsWithin(LONG);
		assertParkedOnce(this.first, this.second);
	}

	@Test
	void theEndDoesNotWaitForWhoParksForTooLong() throws Exception {
		hold(this.first);
		await().atMost(LONG).until(() -> this.parked.get() == 1);
		this.last.end(SHORT);
		assertThat(this.parked).hasValue(1);
		assertThat(this.window.held()).isEqualTo(1);
		this.release.countDown();
		await().atMost(LONG).until(() -> this.window.held() == 0);
		assertParkedOnce(this.first);
	}

	@Test
	void nothingRunsWhileNothingIsHeld() throws Exception {
		this.release.countDown();
		assertThat(this.executor.getQueue()).isEmpty();
		hold(this.first);
		await().atMost(LONG).until(() -> this.window.held() == 0);
		await().atMost(LONG).until(() -> this.executor.getActiveCount() == 0);
		assertThat(this.executor.getQueue()).isEmpty();
		hold(this.second);
		await().atMost(LONG).until(() -> this.window.held() == 0);
		assertParkedOnce(this.first, this.second);
	}

	@Test
	void whatCannotBeParkedIsTriedAgainLaterAndNamedOnceAtTheEnd(Leftovers leftovers) throws Exception {
		leftovers.allowErrors("could be neither handled nor parked");
		this.application.management().deleteStream("DLQ_EVENTS");
		hold(this.first);
		await().atMost(LONG).until(() -> this.executor.getQueue().size() == 1);
		Delivery late = delivery(this.second);
		this.last.end(LONG);
		assertThat(this.window.held()).isEqualTo(1);
		this.last.hold(late, this.parking.failed(late, null, DeadLetterReason.HANDLER_FAILED, null));
		assertThat(this.window.held()).isZero();
		assertThat(this.parked).hasValue(0);
	}

	private void assertParkedOnce(TestMessage... messages) throws Exception {
		assertThat(messages).allSatisfy((message) -> assertThat(message.answers).containsExactly("ack confirmed"));
		assertThat(this.parked).hasValue(messages.length);
		assertThat(this.window.held()).isZero();
		assertThat(this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount())
			.isEqualTo(messages.length);
	}

	private void hold(TestMessage message) {
		Delivery delivery = delivery(message);
		this.last.hold(delivery, this.parking.failed(delivery, null, DeadLetterReason.HANDLER_FAILED, null));
	}

	private Delivery delivery(TestMessage message) {
		this.window.enter();
		return new Delivery(message);
	}

}
