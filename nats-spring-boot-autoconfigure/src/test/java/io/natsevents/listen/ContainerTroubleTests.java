package io.natsevents.listen;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.nats.client.api.StreamConfiguration;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for listeners in trouble: nothing is lost, nothing hangs, nothing runs hot.
 */
@NatsServerTest
@Timeout(90)
class ContainerTroubleTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String TYPE = "auth.trouble.sent";

	private BusApplication application;

	@AfterEach
	void close() throws Exception {
		if (this.application != null) {
			this.application.management().purgeStream("AUTH_EVENTS");
			this.application.close();
		}
	}

	@Test
	void retryDelayLongerThanAckWaitIsKept(NatsServer server) {
		Handler handler = new Handler();
		handler.action = (event, context) -> {
			if (context.deliveryCount() == 1) {
				throw new IllegalStateException("not yet");
			}
		};
		this.application = application(server).property("nats.jetstream.listener.ack-wait", "300ms")
			.property("nats.jetstream.listener.retry.delay", "1500ms")
			.property("nats.jetstream.listener.retry.max-delay", "2s")
			.property("nats.jetstream.listener.retry.jitter", "0")
			.bean(handler)
			.start();
		publish(1);
		handler.handled.awaitCalls(2);
		awaitDone();
		assertThat(handler.handled.calls()).hasSize(2);
		assertThat(Duration.ofNanos(handler.handled.calls().get(1).at() - handler.handled.calls().get(0).at()))
			.isGreaterThan(Duration.ofMillis(1400));
	}

	@Test
	void shortAckWaitAndAWindowOfOneHandleEverythingOnce(NatsServer server) {
		Handler handler = new Handler();
		this.application = application(server).property("nats.jetstream.listener.ack-wait", "500ms")
			.property("nats.jetstream.listener.max-in-flight", "1")
			.bean(handler)
			.start();
		List<String> published = publish(200);
		handler.handled.awaitCalls(200);
		awaitDone();
		assertThat(handler.handled.eventIds()).containsExactlyElementsOf(published);
	}

	@Test
	void stopStartAndPauseAgainAndAgainLoseNothing(NatsServer server) {
		Handler handler = new Handler();
		this.application = application(server).property("nats.jetstream.listener.concurrency", "3")
			.bean(handler)
			.start();
		ListenerHandle listener = this.application.listener("handler-on");
		List<String> published = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			published.addAll(publish(100));
			switch (i % 3) {
				case 0 -> listener.stop();
				case 1 -> listener.pause();
				default -> {
					listener.stop();
					listener.stop();
					listener.start();
				}
			}
			listener.start();
			listener.start();
			listener.resume();
		}
		await().atMost(LIMIT).until(() -> handler.handled.size() >= 1000);
		awaitDone();
		assertThat(handler.handled.eventIds()).containsExactlyInAnyOrderElementsOf(published);
	}

	@Test
	void pausedListenerStaysPausedOverARestartOfTheServer(NatsServer server) {
		Handler handler = new Handler();
		this.application = application(server).bean(handler).start();
		ListenerHandle listener = this.application.listener("handler-on");
		listener.pause();
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PAUSED);
		server.restart();
		publish(3);
		await().during(Duration.ofMillis(500)).until(() -> handler.handled.size() == 0);
		assertThat(listener.state().phase()).isEqualTo(Phase.PAUSED);
		listener.resume();
		handler.handled.awaitCalls(3);
		awaitDone();
	}

	@Test
	void stopWhileTheServerIsAwayIsBounded(NatsServer server) {
		Handler handler = new Handler();
		this.application = application(server).bean(handler).start();
		await().atMost(LIMIT).until(() -> this.application.listener("handler-on").state().phase() == Phase.PULLING);
		server.kill();
		await().atMost(LIMIT).until(() -> this.application.listener("handler-on").state().phase() == Phase.RECOVERING);
		assertStopsWithin(Duration.ofSeconds(10));
		server.start();
	}

	@Test
	void waitingForTheServerCostsNextToNoProcessorTime(NatsServer server) {
		Handler handler = new Handler();
		this.application = application(server).bean(handler).start();
		ListenerHandle listener = this.application.listener("handler-on");
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PULLING);
		server.kill();
		await().atMost(LIMIT)
			.until(() -> String.valueOf(listener.state().reason()).contains("there is no connection to NATS"));
		Duration before = processorTime("jetstream-handler-on");
		await().during(Duration.ofSeconds(1)).until(() -> listener.state().phase() == Phase.RECOVERING);
		assertThat(processorTime("jetstream-handler-on").minus(before)).isLessThan(Duration.ofMillis(200));
		server.start();
	}

	private static Duration processorTime(String threadName) {
		long[] ids = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(threadName))
			.mapToLong(Thread::getId)
			.toArray();
		assertThat(ids).hasSize(1);
		return Duration.ofNanos(ManagementFactory.getThreadMXBean().getThreadCpuTime(ids[0]));
	}

	@Test
	void stopWhileTheServerIsFrozenIsBounded(NatsServer server) {
		Handler handler = new Handler();
		this.application = application(server).bean(handler).start();
		publish(20);
		handler.handled.awaitCalls(20);
		server.pause();
		try {
			assertStopsWithin(Duration.ofSeconds(20));
		}
		finally {
			server.resume();
		}
	}

	@Test
	void listenerGoesOnWhenAFrozenServerGoesOn(NatsServer server) {
		Handler handler = new Handler();
		this.application = application(server).bean(handler).start();
		publish(1);
		handler.handled.awaitCalls(1);
		server.pause();
		await().atMost(LIMIT).until(() -> this.application.listener("handler-on").state().phase() == Phase.RECOVERING);
		server.resume();
		publish(1);
		handler.handled.awaitCalls(2);
		awaitDone();
		await().atMost(LIMIT).until(() -> this.application.listener("handler-on").state().phase() == Phase.PULLING);
	}

	@Test
	void handlerMayPublishWhileTheApplicationStops(NatsServer server) {
		Handler handler = new Handler();
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch stopping = new CountDownLatch(1);
		handler.action = (event, context) -> {
			started.countDown();
			Handled.await(stopping);
			this.application.publisher().publish(Event.of("auth.answer.sent", event.data()));
		};
		this.application = application(server).bean(handler).start();
		publish(1);
		Handled.await(started);
		Thread stop = new Thread(this.application::close);
		stop.start();
		await().atMost(LIMIT).until(() -> stop.getState() == Thread.State.WAITING);
		stopping.countDown();
		await().atMost(LIMIT).until(() -> !stop.isAlive());
		this.application = application(server).start();
		List<Integer> answers = new CopyOnWriteArrayList<>();
		this.application.subscriber()
			.subscribe(ListenerDefinition.of("answers", Integer.class, "auth.answer.sent"),
					(event, context) -> answers.add(event.data()));
		await().atMost(LIMIT).until(() -> answers.equals(List.of(0)));
		await().atMost(LIMIT).until(() -> this.application.isDone("answers"));
	}

	@Test
	void executorWithoutThreadsDelaysEventsAndLosesNone(NatsServer server) {
		Handler handler = new Handler();
		this.application = application(server).property("nats.jetstream.listener.concurrency", "4")
			.configuration(FewThreads.class)
			.bean(handler)
			.start();
		List<String> published = publish(40);
		await().atMost(LIMIT).until(() -> new HashSet<>(handler.handled.eventIds()).size() == 40);
		awaitDone();
		assertThat(handler.handled.eventIds()).containsExactlyInAnyOrderElementsOf(published);
		assertThat(FewThreads.REFUSALS).hasPositiveValue();
	}

	@Test
	void consumerDeletedWhileHandlersRunIsMadeAnewAndNothingIsMissing(NatsServer server) throws Exception {
		Handler handler = new Handler();
		CountDownLatch release = new CountDownLatch(1);
		handler.action = (event, context) -> Handled.await(release);
		this.application = application(server).property("nats.jetstream.listener.concurrency", "4")
			.bean(handler)
			.start();
		List<String> published = publish(20);
		handler.handled.awaitCalls(4);
		this.application.management().deleteConsumer("AUTH_EVENTS", "analytics-handler-on");
		release.countDown();
		await().atMost(LIMIT).until(() -> new HashSet<>(handler.handled.eventIds()).containsAll(published));
		awaitDone();
	}

	@Test
	void streamStoreWipedWhileTheServerWasDownIsReadFromItsBeginning(NatsServer server) throws Exception {
		Handler handler = new Handler();
		this.application = application(server).bean(handler).start();
		publish(50);
		handler.handled.awaitCalls(50);
		awaitDone();
		server.stop();
		FileSystemUtils.deleteRecursively(server.log().resolveSibling("store"));
		server.start();
		await().atMost(LIMIT)
			.until(() -> this.application.listener("handler-on").state().phase() == Phase.WAITING_FOR_STREAM);
		this.application.management()
			.addStream(StreamConfiguration.builder().name("AUTH_EVENTS").subjects("auth.>").build());
		List<String> published = publish(3);
		handler.handled.awaitCalls(53);
		assertThat(handler.handled.eventIds().subList(50, 53)).isEqualTo(published);
		awaitDone();
	}

	@Test
	void outageLongerThanAckWaitIsShownAsAnOutage(NatsServer server) {
		Handler handler = new Handler();
		handler.action = (event, context) -> {
			throw new DataAccessResourceFailureException("database is away");
		};
		this.application = application(server).property("nats.jetstream.listener.ack-wait", "500ms")
			.bean(handler)
			.start();
		ListenerHandle listener = this.application.listener("handler-on");
		publish(5);
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PROBING);
		await().during(Duration.ofSeconds(1)).until(() -> listener.state().phase() == Phase.PROBING);
		handler.action = (event, context) -> {
		};
		awaitDone();
		await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PULLING);
	}

	@Test
	void eventWhoseDeliveriesNeverCameBackRunsAlone(NatsServer server) throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		List<BusApplication> dead = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			Handler handler = new Handler();
			handler.action = (event, context) -> Handled.await(release);
			BusApplication dying = dying(server).bean(handler).start();
			dead.add(dying);
			if (i == 0) {
				dying.publisher().publish(Event.of(TYPE, 7));
			}
			handler.handled.awaitCalls(1);
			dying.die();
		}
		Handler handler = new Handler();
		this.application = dying(server).bean(handler).start();
		awaitDone();
		release.countDown();
		dead.forEach(BusApplication::close);
		assertThat(handler.handled.calls()).hasSize(1);
		assertThat(this.application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount()).isZero();
	}

	@Test
	void handlerWhoseConnectionIsReplacedIsNotTheEndOfTheListener(NatsServer server, Leftovers leftovers) {
		leftovers.allowErrors("The NATS client has given up its connection");
		Handler handler = new Handler();
		CountDownLatch release = new CountDownLatch(1);
		handler.action = (event, context) -> Handled.await(release);
		this.application = application(server).property("nats.jetstream.listener.ack-wait", "2s")
			.property("nats.jetstream.listener.concurrency", "2")
			.bean(handler)
			.start();
		List<String> published = publish(6);
		handler.handled.awaitCalls(2);
		closeConnection();
		release.countDown();
		await().atMost(LIMIT).until(() -> new HashSet<>(handler.handled.eventIds()).containsAll(published));
		awaitDone();
		assertThat(this.application.listener("handler-on").inFlight()).isZero();
	}

	/**
	 * What the client does when a server refuses it twice for the same reason.
	 */
	private void closeConnection() {
		try {
			this.application.bean(ConnectionSupervisor.class).current().close();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static BusApplication.Builder application(NatsServer server) {
		return BusApplication.on(server);
	}

	private static BusApplication.Builder dying(NatsServer server) {
		return application(server).property("nats.jetstream.listener.ack-wait", "500ms")
			.property("nats.jetstream.listener.retry.max-retries", "1")
			.property("nats.jetstream.listener.shutdown-timeout", "1s");
	}

	private void assertStopsWithin(Duration limit) {
		long started = System.nanoTime();
		this.application.close();
		this.application = null;
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(limit);
	}

	private void awaitDone() {
		await().atMost(LIMIT).until(() -> this.application.isDone("handler-on"));
	}

	private List<String> publish(int count) {
		List<Event<Integer>> events = IntStream.range(0, count).mapToObj((i) -> Event.of(TYPE, i)).toList();
		assertThat(this.application.publisher().publishAll(events).failures()).isEmpty();
		return events.stream().map(Event::id).toList();
	}

	private interface Action {

		void handle(Event<Integer> event, DeliveryContext context);

	}

	static class Handler {

		final Handled handled = new Handled();

		volatile Action action = (event, context) -> {
		};

		@JetStreamListener(TYPE)
		void on(Event<Integer> event, DeliveryContext context) {
			this.handled.add(event, context);
			this.action.handle(event, context);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FewThreads {

		static final AtomicInteger REFUSALS = new AtomicInteger();

		@Bean(destroyMethod = "shutdown")
		ExecutorService oneThread() {
			return Executors.newSingleThreadExecutor();
		}

		@Bean
		ListenerThreads listenerThreads(ExecutorService oneThread) {
			AtomicInteger running = new AtomicInteger();
			Executor one = (task) -> {
				if (!running.compareAndSet(0, 1)) {
					REFUSALS.incrementAndGet();
					throw new RejectedExecutionException("no thread");
				}
				oneThread.execute(() -> {
					try {
						task.run();
					}
					finally {
						running.set(0);
					}
				});
			};
			return ListenerThreads.on(one);
		}

	}

}
