package io.natsevents.listen;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.natsevents.deadletter.DeadLetterId;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.RedriveTarget;
import io.natsevents.deadletter.RedriveTarget.Failed;
import io.natsevents.deadletter.RedriveTarget.Outage;
import io.natsevents.deadletter.RedriveTarget.RedriveOutcome;
import io.natsevents.deadletter.RedrivenEvent;
import io.natsevents.deadletter.StoredPosition;
import io.natsevents.event.CausingEvent;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ListenerRedrive}: an event is run through its listener as if it had
 * been delivered, and the server is told nothing.
 */
@Timeout(60)
@NatsServerTest
class ListenerRedriveTests {

	private static final Instant STORED_AT = Instant.parse("2026-01-02T03:04:05.123456789Z");

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Listeners listeners = new Listeners();

	private static final Hooks hooks = new Hooks();

	private static BusApplication application;

	private static RedriveTarget target;

	@BeforeAll
	static void start(NatsServer server) {
		application = BusApplication.on(server)
			.property("nats.jetstream.listener.ack-timeout", "300ms")
			.bean(listeners)
			.bean(hooks)
			.start();
		target = application.bean(RedriveTarget.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void forget(Leftovers leftovers) {
		// The pool of the application, which is shared by all tests
		leftovers.allowThreads();
		listeners.calls.clear();
		listeners.failure = null;
		hooks.seen.clear();
		hooks.recovers = false;
	}

	@Test
	void knowsTheListenersOfThisApplication() {
		assertThat(target.hasListener("AUTH_EVENTS", "analytics-plain")).isTrue();
		assertThat(target.hasListener("AUTH_EVENTS", "billing-plain")).isFalse();
		assertThat(target.hasListener("BILLING_EVENTS", "analytics-plain")).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> run("nobody", "auth.plain.sent"))
			.withMessageContaining("analytics-nobody");
	}

	@Test
	void handlerSeesTheOriginalAndOneDeliveryMore() throws Exception {
		assertThat(run("plain", "auth.plain.sent")).isEqualTo(new RedriveTarget.Handled());
		assertThat(listeners.calls).containsExactly(
				"e1 at AUTH_EVENTS#42 auth.plain.sent " + STORED_AT + " delivery 7 trace 00-a caused by true");
		assertThat(hooks.seen).containsExactly("open", "intercept delivery 7", "close null");
	}

	@Test
	void pausedListenerTakesIt() throws Exception {
		application.listener("plain").pause();
		try {
			assertThat(run("plain", "auth.plain.sent")).isEqualTo(new RedriveTarget.Handled());
		}
		finally {
			application.listener("plain").resume();
		}
	}

	@Test
	void failureIsTheLastOneAndIsNotRetried() throws Exception {
		listeners.failure = new IllegalStateException("no");
		assertThat(run("plain", "auth.plain.sent"))
			.isEqualTo(new Failed(DeadLetterReason.HANDLER_FAILED, listeners.failure));
		assertThat(listeners.calls).hasSize(1);
		assertThat(hooks.seen).endsWith("asked", "close " + listeners.failure);
	}

	@Test
	void errorHandlerCanRecover() throws Exception {
		listeners.failure = new IllegalStateException("no");
		hooks.recovers = true;
		assertThat(run("plain", "auth.plain.sent")).isEqualTo(new RedriveTarget.Handled());
	}

	@Test
	void rejectionTellsItsReason() throws Exception {
		listeners.failure = new RejectedEventException(DeadLetterReason.SCHEMA, "never", null);
		assertThat(run("plain", "auth.plain.sent")).isEqualTo(new Failed(DeadLetterReason.SCHEMA, listeners.failure));
	}

	@Test
	void outageSaysNothingAboutTheEvent() throws Exception {
		listeners.failure = new DataAccessResourceFailureException("away");
		assertThat(run("plain", "auth.plain.sent")).isEqualTo(new Outage(listeners.failure));
	}

	@Test
	void outOfMemoryStopsTheListener(Leftovers leftovers) throws Exception {
		leftovers.allowErrors("Listener doomed is stopped");
		assertThat(run("doomed", "auth.doomed.sent")).isInstanceOf(Outage.class);
		assertThat(application.listener("doomed").state().phase()).isEqualTo(ListenerState.Phase.FAILED);
		assertThat(run("doomed", "auth.doomed.sent")).isInstanceOfSatisfying(Outage.class,
				(outage) -> assertThat(outage.failure()).hasMessageContaining("listener doomed has failed"));
	}

	@Test
	void unreadableEventFails() throws Exception {
		RedriveOutcome outcome = target.run(event("plain", "auth.plain.sent", "not JSON"), LIMIT);
		assertThat(outcome).isInstanceOfSatisfying(Failed.class,
				(failed) -> assertThat(failed.reason()).isEqualTo(DeadLetterReason.MALFORMED));
		assertThat(run("plain", "auth.other.sent")).isInstanceOfSatisfying(Failed.class,
				(failed) -> assertThat(failed.reason()).isEqualTo(DeadLetterReason.WRONG_TYPE));
		assertThat(listeners.calls).isEmpty();
	}

	@Test
	void batchIsOneEvent() throws Exception {
		assertThat(run("batch", "auth.batch.sent")).isEqualTo(new RedriveTarget.Handled());
		assertThat(listeners.calls).containsExactly("[e1]");
		listeners.failure = new EventBatchException(0, new IllegalStateException("no"));
		assertThat(run("batch", "auth.batch.sent"))
			.isEqualTo(new Failed(DeadLetterReason.HANDLER_FAILED, listeners.failure.getCause()));
	}

	@Test
	void asynchronousHandlerIsWaitedFor() throws Exception {
		assertThat(run("async", "auth.async.sent")).isEqualTo(new RedriveTarget.Handled());
		assertThat(listeners.calls).containsExactly("ends");
	}

	@Test
	void eventSettledByHandIsWhatTheHandlerSays() throws Exception {
		assertThat(byHand("acknowledge")).isEqualTo(new RedriveTarget.Handled());
		assertThat(byHand("acknowledge later")).isEqualTo(new RedriveTarget.Handled());
		assertThat(byHand("message.ack")).isEqualTo(new RedriveTarget.Handled());
		assertThat(byHand("message.ackSync")).isEqualTo(new RedriveTarget.Handled());
		assertThat(reasonOf(byHand("retry"))).isEqualTo(DeadLetterReason.HANDLER_FAILED);
		assertThat(reasonOf(byHand("message.nak"))).isEqualTo(DeadLetterReason.HANDLER_FAILED);
		assertThat(reasonOf(byHand("message.nakWithDelay"))).isEqualTo(DeadLetterReason.HANDLER_FAILED);
		assertThat(reasonOf(byHand("reject"))).isEqualTo(DeadLetterReason.REJECTED);
		assertThat(reasonOf(byHand("message.term"))).isEqualTo(DeadLetterReason.REJECTED);
	}

	@Test
	void eventNobodySettlesFailsAfterAckTimeout() throws Exception {
		assertThat(byHand("nothing")).isInstanceOfSatisfying(Failed.class,
				(failed) -> assertThat(failed.failure()).hasMessageContaining("PT0.3S (ack-timeout)"));
	}

	@Test
	void eventThatMayKillRunsAlone() throws Exception {
		RedrivenEvent usual = event("batch", "auth.batch.sent", body("auth.batch.sent"), false);
		RedrivenEvent alone = event("plain", "auth.plain.sent", body("auth.plain.sent"), true);
		CountDownLatch goOn = new CountDownLatch(1);
		listeners.handling = () -> {
			listeners.calls.add("other begins");
			Handled.await(goOn);
			listeners.calls.add("other ends");
		};
		Thread other = redriving(usual);
		await().until(() -> !listeners.calls.isEmpty());
		Thread waiting = redriving(alone);
		await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
		goOn.countDown();
		waiting.join(10_000);
		other.join(10_000);
		assertThat(listeners.calls).hasSize(4).startsWith("other begins", "other ends");
		assertThat(listeners.calls.get(3)).startsWith("e1 at AUTH_EVENTS#42");
		// Its turn is over
		listeners.handling = () -> {
		};
		assertThat(run("batch", "auth.batch.sent")).isEqualTo(new RedriveTarget.Handled());
	}

	@Test
	void handlerThatHangsIsWaitedForUntilTheLimit() throws Exception {
		CountDownLatch goOn = new CountDownLatch(1);
		listeners.handling = () -> Handled.await(goOn);
		RedrivenEvent alone = event("batch", "auth.batch.sent", body("auth.batch.sent"), true);
		try {
			assertThat(target.run(alone, Duration.ofMillis(300))).isEqualTo(new RedriveTarget.StillRunning());
			// It still has the only turn, so this one does not get any
			RedriveOutcome other = target.run(event("plain", "auth.plain.sent", body("auth.plain.sent"), false),
					Duration.ofMillis(300));
			assertThat(other).isInstanceOfSatisfying(Outage.class, (outage) -> assertThat(outage.failure())
				.hasMessageContaining("listener plain had no thread or no turn for it within PT0.3S"));
		}
		finally {
			goOn.countDown();
			listeners.handling = () -> {
			};
		}
		await().untilAsserted(() -> assertThat(listeners.calls).containsExactly("[e1]"));
		// What got no turn does not run when there is one
		assertThat(run("async", "auth.async.sent")).isEqualTo(new RedriveTarget.Handled());
		assertThat(listeners.calls).containsExactly("[e1]", "ends");
	}

	private static Thread redriving(RedrivenEvent event) {
		Thread thread = new Thread(() -> {
			try {
				target.run(event, LIMIT);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		thread.start();
		return thread;
	}

	private static RedriveOutcome byHand(String what) throws InterruptedException {
		listeners.byHand = what;
		return run("byhand", "auth.byhand.sent");
	}

	private static DeadLetterReason reasonOf(RedriveOutcome outcome) {
		return ((Failed) outcome).reason();
	}

	private static RedriveOutcome run(String listener, String type) throws InterruptedException {
		return target.run(event(listener, type, body(type)), LIMIT);
	}

	private static String body(String type) {
		return "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"urn:x\",\"type\":\"" + type
				+ "\",\"time\":\"2026-01-02T03:04:05Z\",\"organizationid\":\"acme\",\"data\":{}}";
	}

	private static RedrivenEvent event(String listener, String subject, String body) {
		return event(listener, subject, body, false);
	}

	private static RedrivenEvent event(String listener, String subject, String body, boolean alone) {
		StoredPosition position = new StoredPosition("AUTH_EVENTS", 42, STORED_AT);
		Headers headers = new Headers().put("traceparent", "00-a");
		return new RedrivenEvent(new DeadLetterId(position, "analytics-" + listener), subject, headers,
				body.getBytes(StandardCharsets.UTF_8), 7, alone);
	}

	static final class Listeners {

		private final List<String> calls = new CopyOnWriteArrayList<>();

		private volatile Exception failure;

		private volatile String byHand = "nothing";

		private volatile Runnable handling = () -> {
		};

		@JetStreamListener(id = "plain", value = "auth.plain.sent", errorHandler = "hooks")
		void plain(Event<Object> event, DeliveryContext context, @Header("traceparent") String trace, Message message)
				throws Exception {
			this.calls.add(event.id() + " at " + context.stream() + "#" + context.sequence() + " " + context.subject()
					+ " " + context.storedAt() + " delivery " + message.metaData().deliveredCount() + " trace " + trace
					+ " caused by " + CausingEvent.current().id().equals(event.id()));
			fail();
		}

		@JetStreamListener(id = "batch", value = "auth.batch.sent")
		void batch(List<Event<Object>> events) throws Exception {
			this.handling.run();
			this.calls.add(events.stream().map(Event::id).toList().toString());
			fail();
		}

		@JetStreamListener(id = "doomed", value = "auth.doomed.sent")
		void doomed() {
			throw new OutOfMemoryError("made by a test");
		}

		@JetStreamListener(id = "async", value = "auth.async.sent")
		CompletionStage<Void> async() {
			return CompletableFuture.runAsync(() -> this.calls.add("ends"),
					CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
		}

		@JetStreamListener(id = "byhand", value = "auth.byhand.sent", ackMode = "manual")
		void byHand(Acknowledgement acknowledgement, Message message) throws Exception {
			switch (this.byHand) {
				case "acknowledge" -> acknowledgement.acknowledge();
				case "acknowledge later" -> CompletableFuture.runAsync(acknowledgement::acknowledge);
				case "retry" -> acknowledgement.retry(Duration.ofSeconds(1));
				case "reject" -> acknowledgement.reject("never");
				case "message.ack" -> message.ack();
				case "message.ackSync" -> message.ackSync(Duration.ofSeconds(1));
				case "message.nak" -> message.nak();
				case "message.nakWithDelay" -> message.nakWithDelay(1);
				case "message.term" -> message.term();
				default -> message.inProgress();
			}
		}

		private void fail() throws Exception {
			if (this.failure != null) {
				throw this.failure;
			}
		}

	}

	static final class Hooks implements HandlerInterceptor, ListenerErrorHandler {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private volatile boolean recovers;

		@Override
		public HandlingScope open(HandledEvents events) {
			this.seen.add("open");
			return (failure) -> this.seen.add("close " + failure);
		}

		@Override
		public void intercept(HandledEvents events, HandlerChain chain) throws Exception {
			this.seen.add("intercept delivery " + events.single().context().deliveryCount());
			chain.proceed(events);
		}

		@Override
		public void handle(HandledEvents events, Throwable failure) throws Exception {
			this.seen.add("asked");
			if (!this.recovers && failure instanceof Exception exception) {
				throw exception;
			}
		}

	}

}
