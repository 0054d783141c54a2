package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.nats.client.Message;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.publish.EventPublisher;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what handlers can be and do: batches, settling by hand, asynchronous ends,
 * outages, errors, pausing, and every kind of parameter.
 */
@NatsServerTest
class HandlerKindsTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	@Test
	void batchHandlesWhatIsWaiting(NatsServer server) {
		Batches batches = new Batches();
		try (BusApplication application = BusApplication.on(server).bean(batches).start()) {
			List<String> published = publish(application, "auth.batch.sent", 200);
			await().atMost(LIMIT).until(() -> application.isDone("batches-on"));
			assertThat(batches.handled.stream().flatMap(List::stream)).containsExactlyElementsOf(published);
			assertThat(batches.handled).hasSizeLessThan(200);
		}
	}

	@Test
	void batchThatFailsAtAnEventAcknowledgesThoseBeforeAndRetriesTheRest(NatsServer server) throws Exception {
		FailingBatches batches = new FailingBatches();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.listener.auto-startup", "false")
			.property("nats.jetstream.listener.retry.max-retries", "1")
			.bean(batches)
			.start()) {
			publish(application, "auth.failing.sent", 5);
			application.listener("failingBatches-on").start();
			await().atMost(LIMIT).until(() -> application.isDone("failingBatches-on"));
			// The event that fails was tried twice and parked; all others were handled
			// once
			assertThat(batches.succeeded).containsExactlyInAnyOrder(0, 1, 3, 4);
			assertThat(batches.failures).hasValue(2);
			assertThat(deadLetters(application)).isEqualTo(1);
		}
	}

	@Test
	void eventSettledByHandIsSettledWhenTheHandlerSaysSo(NatsServer server) {
		ByHand byHand = new ByHand();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.listener.ack-wait", "1s")
			.bean(byHand)
			.start()) {
			publish(application, "auth.manual.sent", 1);
			byHand.handled.awaitCalls(1);
			// The claim is kept for longer than ack-wait
			await().pollDelay(Duration.ofMillis(2500))
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(application.consumer("byHand-on").getNumAckPending()).isEqualTo(1));
			assertThat(byHand.handled.calls()).hasSize(1);
			byHand.acknowledgements.get(0).acknowledge();
			assertThat(byHand.acknowledgements.get(0).isSettled()).isTrue();
			await().atMost(LIMIT).until(() -> application.isDone("byHand-on"));
		}
	}

	@Test
	void eventNotSettledByHandWithinAckTimeoutIsDeliveredAgain(NatsServer server) {
		ByHand byHand = new ByHand();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.listener.ack-wait", "1s")
			.property("nats.jetstream.listener.ack-timeout", "500ms")
			.bean(byHand)
			.start()) {
			publish(application, "auth.manual.sent", 1);
			byHand.handled.awaitCalls(2);
			byHand.acknowledgements.get(1).acknowledge();
			await().atMost(LIMIT).until(() -> application.isDone("byHand-on"));
			assertThat(byHand.handled.calls().get(1).deliveryCount()).isEqualTo(2);
		}
	}

	@Test
	void eventRejectedByHandIsParked(NatsServer server) throws Exception {
		ByHand byHand = new ByHand();
		try (BusApplication application = BusApplication.on(server).bean(byHand).start()) {
			publish(application, "auth.manual.sent", 1);
			byHand.handled.awaitCalls(1);
			long before = deadLetters(application);
			byHand.acknowledgements.get(0).reject("nobody knows this user");
			await().atMost(LIMIT).until(() -> application.isDone("byHand-on"));
			assertThat(deadLetters(application)).isEqualTo(before + 1);
		}
	}

	@Test
	void asynchronousHandlerIsSettledAtItsEnd(NatsServer server) {
		Asynchronous asynchronous = new Asynchronous();
		try (BusApplication application = BusApplication.on(server).bean(asynchronous).start()) {
			publish(application, "auth.async.sent", 1);
			asynchronous.handled.awaitCalls(1);
			assertThat(application.consumer("asynchronous-on").getNumAckPending()).isEqualTo(1);
			asynchronous.results.get(0).completeExceptionally(new IllegalStateException("not yet"));
			asynchronous.handled.awaitCalls(2);
			asynchronous.results.get(1).complete(null);
			await().atMost(LIMIT).until(() -> application.isDone("asynchronous-on"));
			assertThat(asynchronous.handled.calls()).hasSize(2);
		}
	}

	@Test
	void outageIsWaitedOutWithOneEventAndNothingIsParked(NatsServer server) throws Exception {
		Database database = new Database();
		try (BusApplication application = BusApplication.on(server)
			.property("nats.jetstream.listener.retry.max-retries", "1")
			.property("nats.jetstream.listener.concurrency", "4")
			.bean(database)
			.start()) {
			long before = deadLetters(application);
			List<String> published = publish(application, "auth.stored.sent", 20);
			await().atMost(LIMIT).until(() -> application.listener("database-on").state().phase() == Phase.PROBING);
			assertThat(application.listener("database-on").state().reason()).contains("database is away");
			// At most one attempt of each worker before the probing began; from then on
			// always the same event
			int triesAtFirst = database.tried.size();
			database.handled.awaitCalls(triesAtFirst + 5);
			List<String> probed = database.handled.eventIds().subList(4, triesAtFirst + 5);
			assertThat(probed).containsOnly(probed.get(0));
			database.away = false;
			await().atMost(LIMIT).until(() -> application.isDone("database-on"));
			assertThat(database.stored).containsExactlyInAnyOrderElementsOf(published);
			assertThat(database.handled.calls()).extracting(Handled.Call::deliveryCount).containsOnly(1L);
			assertThat(deadLetters(application)).isEqualTo(before);
			assertThat(application.listener("database-on").state().phase()).isEqualTo(Phase.PULLING);
		}
	}

	@Test
	void stopDuringAnOutageGivesEverythingBack(NatsServer server) {
		Database database = new Database();
		BusApplication stopping = BusApplication.on(server).bean(database).start();
		List<String> published = publish(stopping, "auth.stored.sent", 10);
		await().atMost(LIMIT).until(() -> stopping.listener("database-on").state().phase() == Phase.PROBING);
		stopping.close();
		Database back = new Database();
		back.away = false;
		try (BusApplication next = BusApplication.on(server).bean(back).start()) {
			await().atMost(LIMIT).until(() -> next.isDone("database-on"));
			assertThat(back.stored).containsExactlyInAnyOrderElementsOf(published);
		}
	}

	@Test
	void outOfMemoryStopsTheListenerAndGivesTheEventBack(NatsServer server, Leftovers leftovers) {
		leftovers.allowErrors("is stopped by an error it must not go on after");
		Exhausted exhausted = new Exhausted();
		try (BusApplication application = BusApplication.on(server).bean(exhausted).start()) {
			publish(application, "auth.memory.sent", 3);
			await().atMost(LIMIT).until(() -> application.listener("exhausted-on").state().phase() == Phase.FAILED);
			assertThat(application.listener("exhausted-on").state().reason()).contains("OutOfMemoryError");
			await().atMost(LIMIT).until(() -> application.listener("exhausted-on").inFlight() == 0);
			exhausted.recovered = true;
			await().atMost(LIMIT).untilAsserted(() -> {
				application.listener("exhausted-on").start();
				assertThat(application.isDone("exhausted-on")).isTrue();
			});
			assertThat(exhausted.handled).hasValue(3);
		}
	}

	@Test
	void pausedListenerAsksForNothingUntilItIsResumed(NatsServer server) {
		Parameters parameters = new Parameters();
		try (BusApplication application = BusApplication.on(server).bean(parameters).start()) {
			ListenerHandle listener = application.listener("parameters-on");
			listener.pause();
			await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.PAUSED);
			publish(application, "auth.parameters.sent", 1);
			await().atMost(LIMIT).until(() -> application.consumer("parameters-on").getNumPending() == 1);
			assertThat(parameters.data).isEmpty();
			listener.resume();
			await().atMost(LIMIT).until(() -> application.isDone("parameters-on"));
			assertThat(parameters.data).containsExactly(0);
		}
	}

	@Test
	void everyKindOfParameterIsSupplied(NatsServer server) throws Exception {
		Parameters parameters = new Parameters();
		try (BusApplication application = BusApplication.on(server).bean(parameters).start()) {
			Event<Integer> event = Event.of("auth.parameters.sent", 7);
			application.publisher().publish(event);
			await().atMost(LIMIT).until(() -> application.isDone("parameters-on"));
			assertThat(parameters.data).containsExactly(7);
			assertThat(parameters.event.id()).isEqualTo(event.id());
			assertThat(parameters.context.stream()).isEqualTo("AUTH_EVENTS");
			assertThat(parameters.context.subject()).isEqualTo("auth.parameters.sent");
			assertThat(parameters.context.listenerId()).isEqualTo("parameters-on");
			assertThat(parameters.contentType).isEqualTo("application/cloudevents+json; charset=utf-8");
			assertThat(parameters.message.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo(event.id());
		}
	}

	@Test
	void eventPublishedByAHandlerCarriesCorrelationAndCausation(NatsServer server) {
		Answers answers = new Answers();
		try (BusApplication application = BusApplication.on(server).bean(answers).start()) {
			answers.publisher = application.publisher();
			Event<Integer> question = Event.of("auth.question.asked", 1);
			application.publisher().publish(question.correlationId("order-1"));
			await().atMost(LIMIT).until(() -> !answers.received.isEmpty());
			assertThat(answers.received.get(0).correlationId()).isEqualTo("order-1");
			assertThat(answers.received.get(0).causationId()).isEqualTo(question.id());
			await().atMost(LIMIT)
				.until(() -> application.isDone("answers-answer") && application.isDone("answers-receive"));
		}
	}

	@Test
	void listenerWithWildcardGetsItsVersionOnly(NatsServer server) {
		Versions versions = new Versions();
		try (BusApplication application = BusApplication.on(server).bean(versions).start()) {
			application.publisher().publish(Event.of("auth.wild.one", 1));
			application.publisher().publish(Event.of("auth.wild.one", 2).schemaVersion("2.0"));
			application.publisher().publish(Event.of("auth.wild.two.deep", 3));
			await().atMost(LIMIT)
				.until(() -> application.isDone("versions-first") && application.isDone("versions-second"));
			assertThat(versions.first).containsExactly(1, 3);
			assertThat(versions.second).containsExactly(2);
		}
	}

	@Test
	void subscriberByCodeHandlesAndStops(NatsServer server) {
		try (BusApplication application = BusApplication.on(server).start()) {
			List<Integer> received = new CopyOnWriteArrayList<>();
			ListenerHandle handle = application.subscriber()
				.subscribe(ListenerDefinition.of("by-code", Integer.class, "auth.code.sent"),
						(event, context) -> received.add(event.data()));
			publish(application, "auth.code.sent", 3);
			await().atMost(LIMIT).until(() -> application.isDone("by-code"));
			assertThat(received).containsExactly(0, 1, 2);
			handle.stop();
			publish(application, "auth.code.sent", 1);
			assertThat(handle.state().phase()).isEqualTo(Phase.STOPPED);
			assertThat(application.consumer("by-code").getNumPending()).isEqualTo(1);
			handle.start();
			await().atMost(LIMIT).until(() -> application.isDone("by-code"));
			assertThat(received).hasSize(4);
		}
	}

	private static List<String> publish(BusApplication application, String type, int count) {
		List<Event<Integer>> events = IntStream.range(0, count).mapToObj((i) -> Event.of(type, i)).toList();
		assertThat(application.publisher().publishAll(events).failures()).isEmpty();
		return events.stream().map(Event::id).toList();
	}

	private static long deadLetters(BusApplication application) throws Exception {
		return application.management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount();
	}

	static class Batches {

		final List<List<String>> handled = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.batch.sent")
		void on(List<Event<Integer>> events) throws InterruptedException {
			this.handled.add(events.stream().map(Event::id).toList());
			TimeUnit.MILLISECONDS.sleep(2);
		}

	}

	static class FailingBatches {

		final List<Integer> succeeded = new CopyOnWriteArrayList<>();

		final AtomicInteger failures = new AtomicInteger();

		@JetStreamListener("auth.failing.sent")
		void on(List<Integer> numbers) {
			for (int i = 0; i < numbers.size(); i++) {
				if (numbers.get(i) == 2) {
					this.failures.incrementAndGet();
					throw new EventBatchException(i, new IllegalStateException("not this one"));
				}
				this.succeeded.add(numbers.get(i));
			}
		}

	}

	static class ByHand {

		final Handled handled = new Handled();

		final List<Acknowledgement> acknowledgements = new CopyOnWriteArrayList<>();

		@JetStreamListener(value = "auth.manual.sent", ackMode = "manual")
		void on(Event<Integer> event, DeliveryContext context, Acknowledgement acknowledgement) {
			this.acknowledgements.add(acknowledgement);
			this.handled.add(event, context);
		}

	}

	static class Asynchronous {

		final Handled handled = new Handled();

		final List<CompletableFuture<Void>> results = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.async.sent")
		CompletionStage<Void> on(Event<Integer> event, DeliveryContext context) {
			CompletableFuture<Void> result = new CompletableFuture<>();
			this.results.add(result);
			this.handled.add(event, context);
			return result;
		}

	}

	static class Database {

		final Handled handled = new Handled();

		final List<String> tried = new CopyOnWriteArrayList<>();

		final List<String> stored = new CopyOnWriteArrayList<>();

		volatile boolean away = true;

		@JetStreamListener("auth.stored.sent")
		void on(Event<Integer> event, DeliveryContext context) {
			this.tried.add(event.id());
			this.handled.add(event, context);
			if (this.away) {
				throw new IllegalStateException(new DataAccessResourceFailureException("the database is away"));
			}
			this.stored.add(event.id());
		}

	}

	static class Exhausted {

		final AtomicInteger handled = new AtomicInteger();

		volatile boolean recovered;

		@JetStreamListener("auth.memory.sent")
		void on(Event<Integer> event) {
			if (!this.recovered) {
				throw new OutOfMemoryError("made by a test");
			}
			this.handled.incrementAndGet();
		}

	}

	static class Parameters {

		final List<Integer> data = new CopyOnWriteArrayList<>();

		volatile Event<Integer> event;

		volatile DeliveryContext context;

		volatile Message message;

		volatile String contentType;

		@JetStreamListener("auth.parameters.sent")
		void on(@Header("Content-Type") String contentType, @Payload Integer number, Event<Integer> event,
				DeliveryContext context, Message message) {
			this.contentType = contentType;
			this.event = event;
			this.context = context;
			this.message = message;
			this.data.add(number);
		}

	}

	static class Answers {

		final List<Event<Integer>> received = new CopyOnWriteArrayList<>();

		volatile EventPublisher publisher;

		@JetStreamListener("auth.question.asked")
		void answer(Integer number) {
			this.publisher.publish(Event.of("auth.question.answered", number));
		}

		@JetStreamListener("auth.question.answered")
		void receive(Event<Integer> event) {
			this.received.add(event);
		}

	}

	static class Versions {

		final List<Integer> first = new CopyOnWriteArrayList<>();

		final List<Integer> second = new CopyOnWriteArrayList<>();

		@JetStreamListener("auth.wild.>")
		void first(Integer number) {
			this.first.add(number);
		}

		@JetStreamListener(value = "auth.wild.*", version = "2")
		void second(Integer number) {
			this.second.add(number);
		}

	}

}
