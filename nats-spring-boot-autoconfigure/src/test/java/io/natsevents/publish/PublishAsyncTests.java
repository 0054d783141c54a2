package io.natsevents.publish;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.natsevents.event.Event;
import io.natsevents.test.NatsServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventPublisher#publishAsync}.
 */
class PublishAsyncTests {

	private static PublisherSettings window(int size) {
		return TestPublisher.settings(Duration.ofSeconds(1), Duration.ofSeconds(20), size);
	}

	@Test
	void dependentStagesRunOnThreadsOfThePublisher() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			Set<String> threads = ConcurrentHashMap.newKeySet();
			List<CompletableFuture<?>> stages = new ArrayList<>();
			// Frozen, so that every stage is attached before the answer is there
			server.pause();
			for (int i = 0; i < 100; i++) {
				stages.add(test.publisher.publishAsync(TestPublisher.event())
					.thenAccept((receipt) -> threads.add(Thread.currentThread().getName())));
			}
			server.resume();
			CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
			assertThat(threads).isNotEmpty().allMatch((name) -> name.matches("jetstream-publish-\\d+"));
		}
	}

	@Test
	void stageThatFailsRunsOnAThreadOfThePublisherToo() throws Exception {
		PublisherSettings brief = TestPublisher.settings(Duration.ofSeconds(1), Duration.ofMillis(300), 10);
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server, brief)) {
			server.pause();
			String thread = test.publisher.publishAsync(TestPublisher.event())
				.handle((receipt, failure) -> failure + " on " + Thread.currentThread().getName())
				.get(5, TimeUnit.SECONDS);
			server.resume();
			assertThat(thread).contains("PublishOutcomeUnknownException").matches("(?s).* on jetstream-publish-\\d+");
		}
	}

	@Test
	void stagesThatWaitForOtherPublishesDoNotStarveOneAnother() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			List<CompletableFuture<Long>> stages = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				stages.add(test.publisher.publishAsync(TestPublisher.event())
					.thenApply((first) -> test.publisher.publishAsync(TestPublisher.event()).join())
					.thenApply((second) -> test.publisher.publish(TestPublisher.event()))
					.thenApply((third) -> third.sequence().getAsLong()));
			}
			CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
			assertThat(test.stored()).isEqualTo(150);
		}
	}

	@Test
	void stagesSeeTheClassesOfTheApplication() throws Exception {
		Thread current = Thread.currentThread();
		ClassLoader before = current.getContextClassLoader();
		try (NatsServer server = NatsServer.builder().start();
				URLClassLoader application = new URLClassLoader(new URL[0], before)) {
			current.setContextClassLoader(application);
			try (TestPublisher test = new TestPublisher(server)) {
				test.createStream();
				server.pause();
				CompletableFuture<ClassLoader> seen = test.publisher.publishAsync(TestPublisher.event())
					.thenApply((receipt) -> Thread.currentThread().getContextClassLoader());
				server.resume();
				assertThat(seen.get(5, TimeUnit.SECONDS)).isSameAs(application);
			}
		}
		finally {
			current.setContextClassLoader(before);
		}
	}

	@Test
	void noMoreThanTheWindowIsInFlight() throws Exception {
		try (NatsServer server = NatsServer.builder().start();
				TestPublisher test = new TestPublisher(server, window(10))) {
			test.createStream();
			server.pause();
			List<CompletableFuture<PublishReceipt>> first = new ArrayList<>();
			for (int i = 0; i < 10; i++) {
				first.add(test.publisher.publishAsync(TestPublisher.event()));
			}
			assertThat(test.publisher.inFlight()).isEqualTo(10);
			long begun = System.nanoTime();
			CompletableFuture<PublishReceipt> beyond = test.publisher.publishAsync(TestPublisher.event());
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(990),
					Duration.ofSeconds(3));
			assertThat(beyond).isCompletedExceptionally();
			assertThat(beyond.handle((receipt, failure) -> failure).join())
				.isInstanceOf(PublishUnavailableException.class)
				.hasMessageContaining("10 events (publisher.max-in-flight) have been waiting");
			assertThat(test.publisher.inFlight()).isEqualTo(10);
			server.resume();
			CompletableFuture.allOf(first.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
			Awaitility.await().until(() -> test.publisher.inFlight() == 0);
			assertThat(test.publisher.publishAsync(TestPublisher.event()).get(5, TimeUnit.SECONDS).status())
				.isEqualTo(PublishStatus.STORED);
			assertThat(test.stored()).isEqualTo(11);
		}
	}

	@Test
	void callWaitsForAPlaceThatBecomesFree() throws Exception {
		try (NatsServer server = NatsServer.builder().start();
				TestPublisher test = new TestPublisher(server, window(1))) {
			test.createStream();
			List<CompletableFuture<PublishReceipt>> results = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				results.add(test.publisher.publishAsync(TestPublisher.event()));
				assertThat(test.publisher.inFlight()).isLessThanOrEqualTo(1);
			}
			CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
			assertThat(test.stored()).isEqualTo(200);
		}
	}

	@Test
	void slowStageDoesNotHoldUpConfirmations() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			CountDownLatch release = new CountDownLatch(1);
			List<CompletableFuture<?>> slow = new ArrayList<>();
			server.pause();
			for (int i = 0; i < 20; i++) {
				slow.add(test.publisher.publishAsync(TestPublisher.event()).thenAccept((receipt) -> {
					try {
						assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
					}
					catch (InterruptedException ex) {
						Thread.currentThread().interrupt();
					}
				}));
			}
			server.resume();
			assertThat(test.publisher.publish(TestPublisher.event()).status()).isEqualTo(PublishStatus.STORED);
			assertThat(test.publisher.publishAll(List.of(TestPublisher.event())).allConfirmed()).isTrue();
			Awaitility.await().until(() -> test.publisher.inFlight() == 0);
			release.countDown();
			CompletableFuture.allOf(slow.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
		}
	}

	@Test
	void oneThreadsEventsAreStoredInTheirOrder() throws Exception {
		try (NatsServer server = NatsServer.builder().start(); TestPublisher test = new TestPublisher(server)) {
			test.createStream();
			List<CompletableFuture<PublishReceipt>> results = new ArrayList<>();
			List<String> ids = new ArrayList<>();
			for (int i = 0; i < 20_000; i++) {
				Event<?> event = TestPublisher.event();
				ids.add(event.id());
				results.add(test.publisher.publishAsync(event));
			}
			CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
			assertThat(results.stream().map(CompletableFuture::join)).extracting(PublishReceipt::eventId)
				.containsExactlyElementsOf(ids);
			assertThat(results.stream().map(CompletableFuture::join))
				.extracting((receipt) -> receipt.sequence().getAsLong())
				.isSorted();
		}
	}

}
