package io.natsevents.listen;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.natsevents.event.Event;
import io.natsevents.listen.ListenerState.Phase;
import io.natsevents.listen.MortalInstance.Handler;
import io.natsevents.support.BusApplication;
import io.natsevents.test.Leftovers;
import io.natsevents.test.NatsServer;
import io.natsevents.test.NatsServerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for events whose deliveries never came back.
 */
@NatsServerTest
@Tag("compat")
@Timeout(40)
class LoneRunTests {

	private static final Duration LIMIT = Duration.ofSeconds(15);

	private static final Duration MOMENT = Duration.ofMillis(100);

	private static final String STREAM = "AUTH_EVENTS";

	private static final String TYPE = "auth.lone.sent";

	private static final String OTHER_TYPE = "auth.beside.sent";

	private final List<MortalInstance> instances = new ArrayList<>();

	private final AtomicInteger calls = new AtomicInteger();

	private final CountDownLatch release = new CountDownLatch(1);

	private final Map<String, String> settings = new HashMap<>();

	private static String url;

	private static BusApplication application;

	@BeforeAll
	static void start(NatsServer server) {
		url = server.url();
		application = BusApplication.on(server).start();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void removeEvents() throws Exception {
		application.removeEvents();
	}

	@AfterEach
	void closeInstances() {
		this.release.countDown();
		this.instances.forEach(MortalInstance::close);
	}

	@Test
	void killFromOutsideDuringALoneRunParksNobody() throws Exception {
		publish(TYPE, 1);
		die();
		die();
		assertThat(records()).isEqualTo(1);
		instance(counting());
		awaitDone();
		assertThat(this.calls).hasValue(1);
		assertThat(deadLetters()).isZero();
		assertThat(records()).isZero();
	}

	@Test
	void eventThatEndsTheProcessWhileItIsReadIsParkedUnread() throws Exception {
		publish(TYPE, 1);
		for (int deaths = 0; deaths < 3; deaths++) {
			diesWhile((instance) -> new Handler() {

				@Override
				public void handle(Event<Integer> event, DeliveryContext context, Acknowledgement acknowledgement) {
					LoneRunTests.this.calls.incrementAndGet();
				}

				@Override
				public void check(Event<Integer> event) {
					instance.die();
				}

			});
		}
		instance(counting());
		awaitDone();
		assertThat(this.calls).hasValue(0);
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Reason")).isEqualTo("PROCESS_DIED");
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Event-Id")).isNotEmpty();
		assertThat(records()).isZero();
	}

	@ParameterizedTest
	@EnumSource(Outcome.class)
	void recordIsRemovedWhateverBecomesOfALoneRun(Outcome outcome) throws Exception {
		this.settings.put("ack-mode", outcome.ackMode);
		publish(TYPE, 1);
		die();
		AtomicReference<Long> duringTheRun = new AtomicReference<>();
		instance((event, context, acknowledgement) -> {
			if (this.calls.incrementAndGet() == 1) {
				duringTheRun.set(records());
				outcome.end.handle(event, context, acknowledgement);
			}
			else if (outcome.ackMode.equals("manual")) {
				acknowledgement.acknowledge();
			}
		});
		awaitDone();
		assertThat(duringTheRun).hasValue(1L);
		assertThat(records()).isZero();
		assertThat(this.calls).hasValue(outcome.calls);
		assertThat(deadLetters()).isEqualTo((outcome.reason != null) ? 1 : 0);
		if (outcome.reason != null) {
			assertThat(deadLetter().getHeaders().getFirst("Dlq-Reason")).isEqualTo(outcome.reason);
		}
	}

	@Test
	void settlingByHandEndsTheLoneRun() throws Exception {
		this.settings.put("ack-mode", "manual");
		this.settings.put("ack-wait", "1s");
		publish(TYPE, 1);
		die();
		AtomicReference<Acknowledgement> later = new AtomicReference<>();
		MortalInstance instance = instance((event, context, acknowledgement) -> later.set(acknowledgement));
		Handled beside = beside(instance);
		await().atMost(LIMIT).until(() -> later.get() != null);
		publish(OTHER_TYPE, 2);
		await().during(MOMENT).until(() -> records() == 1 && beside.size() == 0);
		later.get().acknowledge();
		beside.awaitCalls(1);
		awaitDone();
		assertThat(records()).isZero();
	}

	@Test
	void handlerOfAnotherListenerDelaysTheLoneRun() throws Exception {
		this.settings.put("ack-wait", "1s");
		publish(TYPE, 1);
		die();
		publish(OTHER_TYPE, 2);
		MortalInstance instance = newInstance();
		CountDownLatch busy = new CountDownLatch(1);
		instance.listen("beside", OTHER_TYPE, false, (event, context, acknowledgement) -> {
			busy.countDown();
			Handled.await(this.release);
		});
		Handled.await(busy);
		instance.listen("lone", TYPE, false, counting());
		await().atMost(LIMIT).until(() -> ackPending("lone") == 1);
		await().during(MOMENT).until(() -> this.calls.get() == 0 && records() == 0);
		this.release.countDown();
		awaitDone();
		assertThat(this.calls).hasValue(1);
		assertThat(deadLetters()).isZero();
	}

	@Test
	void handlerThatHangsElsewhereOnlyDefersTheLoneRun() throws Exception {
		publish(TYPE, 1);
		die();
		publish(OTHER_TYPE, 2, 3);
		this.settings.put("concurrency", "2");
		this.settings.put("extend-ack-wait", "true");
		MortalInstance instance = newInstance();
		CountDownLatch busy = new CountDownLatch(1);
		Handled beside = new Handled();
		instance.listen("beside", OTHER_TYPE, false, (event, context, acknowledgement) -> {
			if (event.data() == 2) {
				busy.countDown();
				Handled.await(this.release);
			}
			beside.add(event, context);
		});
		Handled.await(busy);
		instance.listen("lone", TYPE, false, counting());
		// It was given back at least once
		await().atMost(LIMIT).until(() -> deliveries("lone") >= 3);
		publish(OTHER_TYPE, 4);
		beside.awaitCalls(2);
		assertThat(this.calls).hasValue(0);
		this.release.countDown();
		awaitDone();
		assertThat(this.calls).hasValue(1);
		assertThat(deadLetters()).isZero();
	}

	@Test
	void handlerThatHangsInALoneRunReleasesTheOthersAndIsParkedInTheEnd() throws Exception {
		publish(TYPE, 1);
		die();
		this.settings.put("concurrency", "3");
		MortalInstance instance = instance((event, context, acknowledgement) -> {
			this.calls.incrementAndGet();
			Handled.await(this.release);
		});
		Handled beside = beside(instance);
		await().atMost(LIMIT).until(() -> this.calls.get() == 1);
		publish(OTHER_TYPE, 2);
		beside.awaitCalls(1);
		await().atMost(LIMIT).until(() -> deadLetters() == 1);
		assertThat(this.calls).hasValue(2);
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Reason")).isEqualTo("PROCESS_DIED");
	}

	@Test
	void outageDoesNotKeepTheOthersWaiting() throws Exception {
		publish(TYPE, 1);
		die();
		this.settings.put("retry.delay", "1s");
		this.settings.put("retry.max-delay", "1s");
		this.settings.put("retry.jitter", "0");
		MortalInstance instance = instance((event, context, acknowledgement) -> {
			if (this.calls.incrementAndGet() == 1) {
				throw new DataAccessResourceFailureException("away");
			}
		});
		Handled beside = beside(instance);
		await().atMost(LIMIT).until(() -> this.calls.get() == 1 && records() == 0);
		publish(OTHER_TYPE, 2);
		beside.awaitCalls(1);
		assertThat(this.calls).hasValue(1);
		awaitDone();
		assertThat(this.calls).hasValue(2);
		assertThat(records()).isZero();
		assertThat(deadLetters()).isZero();
	}

	@Test
	void stopLetsALoneRunFinishAndGivesBackWhatWaitsForOne() throws Exception {
		this.settings.put("ack-wait", "1s");
		this.settings.put("shutdown-timeout", "10s");
		this.settings.put("concurrency", "2");
		publish(TYPE, 1, 2);
		die();
		MortalInstance instance = instance((event, context, acknowledgement) -> {
			this.calls.incrementAndGet();
			Handled.await(this.release);
		});
		await().atMost(LIMIT).until(() -> this.calls.get() == 1 && ackPending("lone") == 2);
		CompletableFuture<Void> stop = CompletableFuture.runAsync(instance::stop);
		await().atMost(LIMIT).until(() -> consumer("lone").getNumWaiting() == 0);
		await().during(MOMENT).until(() -> !stop.isDone());
		this.release.countDown();
		assertThat(stop).succeedsWithin(Duration.ofSeconds(5));
		assertThat(this.calls).hasValue(1);
		assertThat(records()).isZero();
		instance(counting());
		awaitDone();
		assertThat(deadLetters()).isZero();
	}

	@Test
	void loneRunThatAStopCutsShortIsNotHeldAgainstTheEvent() throws Exception {
		publish(TYPE, 1);
		die();
		for (int stops = 1; stops <= 3; stops++) {
			int expected = stops;
			MortalInstance instance = instance((event, context, acknowledgement) -> {
				this.calls.incrementAndGet();
				Handled.await(this.release);
			});
			await().atMost(LIMIT).until(() -> this.calls.get() == expected);
			instance.stop();
			assertThat(records()).isZero();
		}
		instance(counting());
		awaitDone();
		assertThat(deadLetters()).isZero();
	}

	@Test
	void eventsGivenBackByGracefulStopsAreNotParked() throws Exception {
		this.settings.put("shutdown-timeout", "10s");
		publish(TYPE, 1, 2);
		for (int stops = 1; stops <= 3; stops++) {
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			MortalInstance instance = instance((event, context, acknowledgement) -> {
				begun.countDown();
				Handled.await(end);
				acknowledgement.retry(Duration.ZERO);
			});
			Handled.await(begun);
			await().atMost(LIMIT).until(() -> ackPending("lone") == 2);
			CompletableFuture<Void> stop = CompletableFuture.runAsync(instance::stop);
			await().during(MOMENT).until(() -> !stop.isDone());
			end.countDown();
			assertThat(stop).succeedsWithin(LIMIT);
		}
		instance(counting());
		awaitDone();
		assertThat(this.calls.get()).isGreaterThanOrEqualTo(2);
		assertThat(deadLetters()).isZero();
	}

	@Test
	void withoutRetriesAnEventWhoseAcknowledgementComesTooLateIsNotParked() throws Exception {
		this.settings.put("concurrency", "2");
		publish(TYPE, 1);
		CountDownLatch later = new CountDownLatch(1);
		instance((event, context, acknowledgement) -> {
			if (this.calls.incrementAndGet() == 1) {
				Handled.await(later);
			}
		});
		await().atMost(LIMIT).until(() -> deliveries("lone") == 2);
		later.countDown();
		awaitDone();
		await().atMost(LIMIT).until(() -> records() == 0);
		assertThat(deadLetters()).isZero();
	}

	@Test
	void neighbourThatFailedOnceBeforeAProcessDiedIsHandled() throws Exception {
		this.settings.put("retry.max-retries", "1");
		this.settings.put("retry.delay", "10ms");
		publish(TYPE, 1);
		MortalInstance survivor = instance((event, context, acknowledgement) -> {
			if (this.calls.incrementAndGet() == 1) {
				throw new IllegalStateException("for once");
			}
			if (this.calls.get() <= 3) {
				// Two deliveries that do not come back
				Handled.await(this.release);
			}
		});
		assertThat(survivor.parking().refusal()).isNull();
		await().atMost(LIMIT).until(() -> deliveries("lone") >= 2);
		survivor.stop();
		instance(counting());
		awaitDone();
		assertThat(deadLetters()).isZero();
	}

	@Test
	void loneRunThatTakesAllMemoryCountsAsOneThatNeverEnded(Leftovers leftovers) throws Exception {
		leftovers.allowErrors("is stopped by an error it must not go on after");
		publish(TYPE, 1);
		for (int stops = 0; stops < 3; stops++) {
			MortalInstance instance = newInstance();
			RegisteredListener listener = instance.listen("lone", TYPE, false, (event, context, acknowledgement) -> {
				this.calls.incrementAndGet();
				throw new OutOfMemoryError("simulated");
			});
			await().atMost(LIMIT).until(() -> listener.state().phase() == Phase.FAILED);
			instance.close();
		}
		instance(counting());
		awaitDone();
		assertThat(this.calls).hasValue(3);
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Reason")).isEqualTo("PROCESS_DIED");
		assertThat(records()).isZero();
	}

	@Test
	void eventThatCannotBeRecordedOrParkedStaysAndItsReasonIsKept() throws Exception {
		StreamConfiguration trials = management().getStreamInfo("DLQ_TRIALS").getConfiguration();
		publish(TYPE, 1);
		die();
		management().deleteStream("DLQ_TRIALS");
		MortalInstance waiting = instance(counting());
		await().atMost(LIMIT).until(() -> waiting.parking().refusal() != null);
		assertThat(waiting.parking().refusal()).startsWith("no stream takes records of lone runs");
		assertThat(this.calls).hasValue(0);
		waiting.close();
		management().addStream(trials);
		die();
		die();
		StreamConfiguration letters = management().getStreamInfo("DLQ_EVENTS").getConfiguration();
		management().deleteStream("DLQ_EVENTS");
		MortalInstance last = instance(counting());
		await().atMost(LIMIT).until(() -> last.parking().refusal() != null);
		assertThat(records()).isEqualTo(2);
		management().addStream(letters);
		awaitDone();
		assertThat(deadLetter().getHeaders().getFirst("Dlq-Reason")).isEqualTo("PROCESS_DIED");
		assertThat(this.calls).hasValue(0);
		assertThat(records()).isZero();
	}

	/**
	 * Have an instance die while it handles an event.
	 */
	private void die() throws Exception {
		diesWhile((instance) -> (event, context, acknowledgement) -> instance.die());
	}

	private void diesWhile(Function<MortalInstance, Handler> handler) throws Exception {
		MortalInstance instance = newInstance();
		instance.listen("lone", TYPE, false, handler.apply(instance));
		assertThat(instance.awaitDeath(LIMIT)).isTrue();
		instance.close();
	}

	private MortalInstance newInstance() {
		MortalInstance instance = new MortalInstance(application, url, this.settings);
		this.instances.add(instance);
		return instance;
	}

	private MortalInstance instance(Handler handler) {
		MortalInstance instance = newInstance();
		instance.listen("lone", TYPE, false, handler);
		return instance;
	}

	private static Handled beside(MortalInstance instance) {
		Handled handled = new Handled();
		instance.listen("beside", OTHER_TYPE, false, (event, context, acknowledgement) -> {
			handled.add(event, context);
			acknowledgement.acknowledge();
		});
		return handled;
	}

	private Handler counting() {
		return (event, context, acknowledgement) -> this.calls.incrementAndGet();
	}

	private void publish(String type, int... numbers) {
		for (int number : numbers) {
			application.publisher().publish(Event.of(type, number));
		}
	}

	private void awaitDone() {
		await().atMost(LIMIT).until(() -> {
			ConsumerInfo info = consumer("lone");
			return info.getNumPending() == 0 && info.getNumAckPending() == 0;
		});
	}

	private long ackPending(String id) throws Exception {
		return consumer(id).getNumAckPending();
	}

	/**
	 * How often events were delivered in all.
	 */
	private long deliveries(String id) throws Exception {
		return consumer(id).getDelivered().getConsumerSequence();
	}

	private ConsumerInfo consumer(String id) throws Exception {
		return management().getConsumerInfo(STREAM, "analytics-" + id);
	}

	private long records() throws Exception {
		return management().getStreamInfo("DLQ_TRIALS").getStreamState().getMsgCount();
	}

	private long deadLetters() throws Exception {
		return management().getStreamInfo("DLQ_EVENTS").getStreamState().getMsgCount();
	}

	private MessageInfo deadLetter() throws Exception {
		return management().getLastMessage("DLQ_EVENTS", "dlq.>");
	}

	private JetStreamManagement management() throws Exception {
		return application.management();
	}

	enum Outcome {

		HANDLED("auto", 1, null, (event, context, acknowledgement) -> {
		}),

		FAILED("auto", 1, "HANDLER_FAILED", (event, context, acknowledgement) -> {
			throw new IllegalStateException("no");
		}),

		REJECTED("auto", 1, "REJECTED", (event, context, acknowledgement) -> {
			throw new RejectedEventException("never");
		}),

		ACKNOWLEDGED("manual", 1, null, (event, context, acknowledgement) -> acknowledgement.acknowledge()),

		RETRIED("manual", 1, "HANDLER_FAILED", (event, context, acknowledgement) -> acknowledgement.retry(MOMENT)),

		OUTAGE("auto", 2, null, (event, context, acknowledgement) -> {
			throw new DataAccessResourceFailureException("away");
		});

		private final String ackMode;

		private final int calls;

		private final String reason;

		private final Handler end;

		Outcome(String ackMode, int calls, String reason, Handler end) {
			this.ackMode = ackMode;
			this.calls = calls;
			this.reason = reason;
			this.end = end;
		}

	}

}
