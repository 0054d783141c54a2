package io.natsevents.listen;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for handlers on virtual threads.
 */
@Tag("compat")
@EnabledForJreRange(min = JRE.JAVA_21)
@NatsServerTest
class VirtualThreadsTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final int CONCURRENCY = 50;

	private final Users users = new Users();

	@Test
	void handlersRunSideBySideOnVirtualThreadsThatEnd(NatsServer server) throws Exception {
		try (BusApplication application = start(server)) {
			publish(application, CONCURRENCY);
			// Each waits until all have come, which is more than the machine has cores
			Handled.await(this.users.allCame);
			assertThat(this.users.threads).hasSize(CONCURRENCY)
				.allSatisfy((thread) -> assertThat(thread.getName()).startsWith("jetstream-handler-"))
				.allMatch(VirtualThreadsTests::isVirtual);
			this.users.release.countDown();
			this.users.handled.awaitCalls(CONCURRENCY);
			await().atMost(LIMIT).until(() -> application.isDone("users-on"));
			assertThat(this.users.handled.calls()).extracting(Handled.Call::deliveryCount).containsOnly(1L);
			publish(application, 200);
			this.users.handled.awaitCalls(CONCURRENCY + 200);
			await().atMost(LIMIT).until(() -> application.isDone("users-on"));
		}
		assertNoThreadIsLeft();
	}

	@Test
	void stopWaitsForHandlersAndGivesBackWhatHasNotStarted(NatsServer server) throws Exception {
		BusApplication application = start(server);
		publish(application, 2 * CONCURRENCY);
		Handled.await(this.users.allCame);
		CompletableFuture<Void> stopped = CompletableFuture.runAsync(application::close);
		await().during(Duration.ofMillis(300)).atMost(LIMIT).until(() -> !stopped.isDone());
		this.users.release.countDown();
		assertThat(stopped).succeedsWithin(LIMIT);
		assertThat(this.users.handled.calls()).hasSize(CONCURRENCY);
		assertNoThreadIsLeft();
		try (BusApplication next = start(server)) {
			this.users.handled.awaitCalls(2 * CONCURRENCY);
			await().atMost(LIMIT).until(() -> next.isDone("users-on"));
			assertThat(Set.copyOf(this.users.handled.eventIds())).hasSize(2 * CONCURRENCY);
			assertThat(this.users.handled.calls()).hasSize(2 * CONCURRENCY);
		}
	}

	private BusApplication start(NatsServer server) {
		return BusApplication.on(server)
			.property("spring.threads.virtual.enabled", true)
			.property("nats.jetstream.listener.concurrency", CONCURRENCY)
			.bean(this.users)
			.start();
	}

	private static void publish(BusApplication application, int count) {
		for (int i = 0; i < count; i++) {
			application.publisher().publish(Event.of("auth.user.created", i));
		}
	}

	private void assertNoThreadIsLeft() {
		await().atMost(LIMIT).until(() -> this.users.threads.stream().noneMatch(Thread::isAlive));
	}

	/**
	 * Compiled for 17, where threads cannot be asked.
	 */
	private static boolean isVirtual(Thread thread) {
		try {
			return (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static class Users {

		private final Handled handled = new Handled();

		private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

		private final CountDownLatch allCame = new CountDownLatch(CONCURRENCY);

		private final CountDownLatch release = new CountDownLatch(1);

		@JetStreamListener("auth.user.created")
		void on(Event<Integer> event, DeliveryContext context) {
			this.threads.add(Thread.currentThread());
			this.allCame.countDown();
			Handled.await(this.release);
			this.handled.add(event, context);
		}

	}

}
