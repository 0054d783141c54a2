package io.natsevents.publish;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.nats.client.JetStreamManagement;
import io.natsevents.connection.ConnectionObserver;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.connection.TestDetails;
import io.natsevents.event.ContentMode;
import io.natsevents.event.Event;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for publishing while the server is away, does not answer, or the application
 * stops.
 */
class PublishOutageTests {

	private static final PublisherSettings BRIEF = TestPublisher.settings(Duration.ofMillis(400), Duration.ofSeconds(2),
			10);

	private static Duration since(long begun) {
		return Duration.ofNanos(System.nanoTime() - begun);
	}

	private static void awaitLost(TestPublisher test) {
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> !test.connection.isConnected());
	}

	private static List<Event<?>> events(int count) {
		return IntStream.range(0, count).<Event<?>>mapToObj((number) -> TestPublisher.event()).toList();
	}

	@Test
	void publishFailsInTimeWhenTheServerIsDown() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server, BRIEF)) {
			test.createStream();
			server.kill();
			awaitLost(test);
			long begun = System.nanoTime();
			Event<?> event = TestPublisher.event();
			assertThatExceptionOfType(PublishUnavailableException.class).isThrownBy(() -> test.publisher.publish(event))
				.satisfies((ex) -> {
					assertThat(ex.isRetryable()).isTrue();
					assertThat(ex.isOutcomeUnknown()).isFalse();
					assertThat(ex.getEventId()).isEqualTo(event.id());
					assertThat(ex.getStackTrace()[0].getClassName()).isEqualTo(DirectEventPublisher.class.getName());
				})
				.withMessageContaining("No connection to NATS at " + server.url());
			assertThat(since(begun)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2500));
			assertThat(test.failed).containsEntry(event.id(), "PublishUnavailableException");
			server.start();
			Awaitility.await().until(test.connection::isConnected);
			// Nothing was left in a buffer of the client
			assertThat(test.stored()).isZero();
			assertThat(test.publisher.publish(event).status()).isEqualTo(PublishStatus.STORED);
		}
	}

	@Test
	void publishBeforeTheFirstConnectFailsInTime() {
		try (TestPublisher test = new TestPublisher(TestDetails.of("nats://127.0.0.1:1").supervisor(), BRIEF)) {
			assertThatExceptionOfType(PublishUnavailableException.class)
				.isThrownBy(() -> test.publisher.publish(TestPublisher.event()))
				.withMessageContaining("No connection to NATS at nats://127.0.0.1:1: not connected yet");
		}
	}

	@Test
	void collectionFailsInTimeHoweverLargeItIs() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server, BRIEF)) {
			test.createStream();
			server.kill();
			awaitLost(test);
			long begun = System.nanoTime();
			PublishResults results = test.publisher.publishAll(events(100));
			assertThat(since(begun)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
			assertThat(results.receipts()).isEmpty();
			assertThat(results.failures()).hasSize(100)
				.allSatisfy(
						(failure) -> assertThat(failure.exception()).isInstanceOf(PublishUnavailableException.class));
			assertThat(results.failures().get(99).exception()).hasMessageContaining("was not sent")
				.hasMessageContaining("an event before it in the same collection");
		}
	}

	@Test
	void outcomeIsUnknownWhenTheServerDoesNotAnswer() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server, BRIEF)) {
			test.createStream();
			server.pause();
			long begun = System.nanoTime();
			Event<?> event = TestPublisher.event();
			assertThatExceptionOfType(PublishOutcomeUnknownException.class)
				.isThrownBy(() -> test.publisher.publish(event))
				.satisfies((ex) -> {
					assertThat(ex.isRetryable()).isTrue();
					assertThat(ex.isOutcomeUnknown()).isTrue();
				})
				.withMessageContaining("the server did not answer")
				.withMessageContaining("may have been stored");
			assertThat(since(begun)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2500));
			server.resume();
			// It was: trying again is safe
			assertThat(test.publisher.publish(event).status()).isEqualTo(PublishStatus.DUPLICATE);
			assertThat(test.stored()).isEqualTo(1);
		}
	}

	@Test
	void everyFutureEndsInTimeAlsoWhenTheClientsQueueIsFull() throws Exception {
		PublisherSettings large = TestPublisher.settings(Duration.ofSeconds(2), Duration.ofSeconds(6), 4000);
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server, large)) {
			server.pause();
			List<CompletableFuture<PublishReceipt>> results = new ArrayList<>();
			byte[] data = new byte[20_000];
			for (int i = 0; i < 4000; i++) {
				results.add(test.publisher.publishAsync(Event.of("auth.user.created", data)));
			}
			// Twice 4000 copies are more than the client's queue takes
			assertThat(CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)))
				.failsWithin(Duration.ofSeconds(10));
			assertThat(results).allMatch(CompletableFuture::isCompletedExceptionally);
			server.resume();
		}
	}

	@Test
	void retryGoesTheMomentTheConnectionIsBack() throws Exception {
		PublisherSettings slow = new PublisherSettings("urn:service:test", "acme", BRIEF.subjectNaming(),
				Duration.ofMillis(300),
				new PublishRetry(3, new ExponentialDelays(Duration.ofSeconds(20), 1, Duration.ofSeconds(20)),
						Duration.ZERO, Duration.ofSeconds(60)),
				10, ContentMode.STRUCTURED);
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server, slow)) {
			test.createStream();
			AtomicLong back = new AtomicLong();
			test.connection.addObserver(new ConnectionObserver() {

				@Override
				public void connectionReady() {
					back.set(System.nanoTime());
				}

			});
			server.kill();
			awaitLost(test);
			CompletableFuture<Long> confirmed = test.publisher.publishAsync(TestPublisher.event())
				.thenApply((receipt) -> System.nanoTime());
			// The first attempt is over, and the pause of 20 s has begun
			Awaitility.await().during(Duration.ofMillis(700)).until(() -> !confirmed.isDone());
			server.start();
			long at = confirmed.get(10, TimeUnit.SECONDS);
			assertThat(Duration.ofNanos(at - back.get())).isLessThan(Duration.ofSeconds(1));
		}
	}

	@Test
	void nothingConfirmedIsMissingAfterRestartsUnderLoad() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			Set<String> confirmed = ConcurrentHashMap.newKeySet();
			Queue<Throwable> escaped = new ConcurrentLinkedQueue<>();
			AtomicBoolean stop = new AtomicBoolean();
			AtomicLong lastConfirmation = new AtomicLong();
			AtomicLong back = new AtomicLong();
			Queue<Duration> gaps = new ConcurrentLinkedQueue<>();
			test.connection.addObserver(new ConnectionObserver() {

				@Override
				public void connectionReady() {
					back.set(System.nanoTime());
				}

			});
			ExecutorService workers = Executors.newFixedThreadPool(6);
			List<Future<?>> running = new ArrayList<>();
			for (int worker = 0; worker < 6; worker++) {
				int kind = worker % 3;
				running.add(workers.submit(() -> {
					while (!stop.get()) {
						try {
							for (PublishReceipt receipt : publish(test.publisher, kind)) {
								confirmed.add(receipt.eventId());
								lastConfirmation.set(System.nanoTime());
								long since = back.getAndSet(0);
								if (since != 0) {
									gaps.add(Duration.ofNanos(System.nanoTime() - since));
								}
							}
						}
						catch (Exception ex) {
							escaped.add(ex);
						}
					}
				}));
			}
			for (int restart = 1; restart <= 3; restart++) {
				int before = confirmed.size();
				Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> confirmed.size() > before + 500);
				server.kill();
				awaitLost(test);
				Awaitility.await().during(Duration.ofMillis(500)).until(() -> !test.connection.isConnected());
				server.start();
				int expected = restart;
				Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> gaps.size() >= expected);
			}
			stop.set(true);
			for (Future<?> worker : running) {
				worker.get(30, TimeUnit.SECONDS);
			}
			workers.shutdown();
			assertThat(escaped).isEmpty();
			assertThat(gaps).hasSize(3).allSatisfy((gap) -> assertThat(gap).isLessThan(Duration.ofSeconds(1)));
			Set<String> missing = new HashSet<>(confirmed);
			missing.removeAll(storedIds(test));
			assertThat(missing).isEmpty();
			assertThat(test.stored()).isEqualTo(confirmed.size());
		}
	}

	private static List<PublishReceipt> publish(EventPublisher publisher, int kind) throws Exception {
		return switch (kind) {
			case 0 -> List.of(publisher.publish(TestPublisher.event()));
			case 1 -> List.of(publisher.publishAsync(TestPublisher.event()).get());
			default -> {
				PublishResults results = publisher.publishAll(events(20));
				if (!results.allConfirmed()) {
					throw results.failures().get(0).exception();
				}
				yield results.receipts();
			}
		};
	}

	private static Set<String> storedIds(TestPublisher test) throws Exception {
		JetStreamManagement management = test.client().jetStreamManagement();
		Set<String> ids = new HashSet<>();
		long last = management.getStreamInfo("AUTH_EVENTS").getStreamState().getLastSequence();
		for (long sequence = 1; sequence <= last; sequence++) {
			ids.add(management.getMessage("AUTH_EVENTS", sequence).getHeaders().getFirst("Nats-Msg-Id"));
		}
		return ids;
	}

	@Test
	void interruptedThreadIsToldAtOnceWhatIsKnown() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			server.pause();
			AtomicReference<Throwable> thrown = new AtomicReference<>();
			AtomicBoolean stillInterrupted = new AtomicBoolean();
			Event<?> event = TestPublisher.event();
			Thread caller = new Thread(() -> {
				try {
					test.publisher.publish(event);
				}
				catch (RuntimeException ex) {
					thrown.set(ex);
					stillInterrupted.set(Thread.currentThread().isInterrupted());
				}
			});
			caller.start();
			Awaitility.await().until(() -> test.publisher.inFlight() == 1);
			caller.interrupt();
			caller.join(5000);
			assertThat(caller.isAlive()).isFalse();
			assertThat(thrown.get()).isInstanceOf(PublishOutcomeUnknownException.class)
				.hasMessageContaining("the thread was interrupted while waiting");
			assertThat(stillInterrupted).isTrue();
			server.resume();
		}
	}

	@Test
	void threadThatIsInterruptedAlreadySendsNothing() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(PublishUnavailableException.class)
				.isThrownBy(() -> test.publisher.publish(TestPublisher.event()))
				.withMessageContaining("was not sent: the thread was interrupted");
			CompletableFuture<PublishReceipt> asynchronous = test.publisher.publishAsync(TestPublisher.event());
			assertThat(Thread.interrupted()).isTrue();
			assertThat(asynchronous).isCompletedExceptionally();
			assertThat(test.stored()).isZero();
		}
	}

	@Test
	void closeWaitsForWhatIsInFlight() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			List<CompletableFuture<PublishReceipt>> results = new ArrayList<>();
			for (int i = 0; i < 500; i++) {
				results.add(test.publisher.publishAsync(TestPublisher.event()));
			}
			test.publisher.close();
			assertThat(test.publisher.inFlight()).isZero();
			assertThat(CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)))
				.succeedsWithin(Duration.ofSeconds(1));
			assertThat(test.stored()).isEqualTo(500);
		}
	}

	@Test
	void eventThatIsOvertakenByTheCloseIsKnownNotToBeSent() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			CountDownLatch reading = new CountDownLatch(1);
			CountDownLatch closed = new CountDownLatch(1);
			CompletableFuture<PublishReceipt> result = CompletableFuture
				.supplyAsync(() -> test.publisher.publish(Event.of("auth.user.created", new Late(reading, closed))));
			assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();
			test.publisher.close();
			closed.countDown();
			assertThat(result).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(PublishUnavailableException.class)
				.withMessageContaining("the application is shutting down");
			assertThat(test.stored()).isZero();
		}
	}

	@Test
	void closeIsBoundedAndTellsWhatIsNotConfirmed() throws Exception {
		PublisherSettings settings = TestPublisher.settings(Duration.ofSeconds(1), Duration.ofSeconds(30), 10);
		try (NatsServer server = NatsServer.builder().start();
				TestPublisher test = new TestPublisher(server, settings)) {
			test.createStream();
			server.pause();
			CompletableFuture<PublishReceipt> unanswered = test.publisher.publishAsync(TestPublisher.event());
			long begun = System.nanoTime();
			test.publisher.close();
			assertThat(since(begun)).isBetween(Duration.ofMillis(990), Duration.ofSeconds(2));
			assertThat(unanswered).failsWithin(Duration.ofSeconds(1))
				.withThrowableThat()
				.withCauseInstanceOf(PublishOutcomeUnknownException.class);
			assertThatExceptionOfType(PublishUnavailableException.class)
				.isThrownBy(() -> test.publisher.publish(TestPublisher.event()))
				.withMessageContaining("the application is shutting down");
			server.resume();
		}
	}

	@Test
	void closeLeavesNoThreads() throws Exception {
		try (NatsServer server = NatsServer.builder().start()) {
			try (TestPublisher test = new TestPublisher(server)) {
				test.createStream();
				test.publisher.publishAsync(TestPublisher.event()).thenRun(() -> {
				}).get();
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
					.noneMatch((name) -> name.startsWith("jetstream-publish")));
		}
	}

	/**
	 * Data that is being written while the publisher is closed.
	 */
	static final class Late {

		private final CountDownLatch reading;

		private final CountDownLatch closed;

		Late(CountDownLatch reading, CountDownLatch closed) {
			this.reading = reading;
			this.closed = closed;
		}

		public boolean isClosed() throws InterruptedException {
			this.reading.countDown();
			return this.closed.await(10, TimeUnit.SECONDS);
		}

	}

}
