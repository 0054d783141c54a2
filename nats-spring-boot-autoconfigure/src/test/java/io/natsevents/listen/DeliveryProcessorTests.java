package io.natsevents.listen;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.natsevents.connection.ConnectionOptionsFactory;
import io.natsevents.connection.ConnectionSettings;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.connection.NatsConnectionDetails;
import io.natsevents.connection.StartupFailurePolicy;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventTypePattern;
import io.natsevents.event.SubjectNaming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link DeliveryProcessor}, {@link Settler} and {@link ClaimKeeper} without a
 * server: nothing can be parked, so what would be parked stays.
 */
@Timeout(30)
class DeliveryProcessorTests {

	private final List<Throwable> fatal = new ArrayList<>();

	private final AtomicInteger reads = new AtomicInteger();

	private final AtomicInteger calls = new AtomicInteger();

	private final InFlightWindow window = new InFlightWindow(500, 1, Duration.ofSeconds(30));

	private final FailureHistory history = new FailureHistory(Clock.systemUTC());

	private final OutageProbe probe = new OutageProbe();

	private ListenerSettings settings = settings(AckMode.AUTO, Duration.ofSeconds(30), Duration.ofMinutes(5));

	private Reading reading = (tries) -> {
	};

	private Handling handling = (events, acknowledgement) -> {
	};

	private ClaimKeeper claims;

	private long maxDeliver = -1;

	@Test
	void handlerThatReturnsAcknowledges() {
		assertThat(process(message(1, 1))).containsExactly("ack");
	}

	@Test
	void handlerThatThrowsIsTriedAgainLater() {
		this.handling = failWith(new IllegalStateException("no"));
		assertThat(process(message(1, 1))).containsExactly("nak PT0.01S");
		assertThat(process(message(1, 3))).containsExactly("nak PT0.04S");
	}

	@Test
	void whatCannotBeParkedStays() {
		this.handling = failWith(new RejectedEventException("never"));
		assertThat(process(message(1, 1))).containsExactly("nak PT5S");
	}

	@Test
	void messageThatWasNotAskedForIsGivenBackUnread() {
		assertThat(process(new TestMessage("auth.user.deleted", null, new byte[0], 1, 1))).containsExactly("nak PT1S");
		assertThat(process(new TestMessage("auth.user.deleted", null, new byte[0], 1, 9))).containsExactly("nak PT1M");
		assertThat(this.reads).hasValue(0);
	}

	@Test
	void deliveryBeyondItsRetriesIsNotHandled() {
		assertThat(process(message(1, 7))).containsExactly("nak PT5S");
		assertThat(this.calls).hasValue(0);
	}

	@Test
	void deliveryThatWasOnlyGivenBackIsNotHeldAgainstTheEvent() {
		Delivery seventh = new Delivery(message(1, 7));
		this.history.givenBack(seventh.position());
		assertThat(process(message(1, 7))).containsExactly("ack");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void errorWhileReadingIsAFailureAndDoesNotEndTheWorker() {
		this.reading = (tries) -> {
			throw new ExceptionInInitializerError("class of the data cannot be used");
		};
		assertThat(process(message(1, 1))).containsExactly("nak PT0.01S");
	}

	@Test
	void outOfMemoryWhileReadingStopsTheListenerAndGivesTheEventBack() {
		this.reading = (tries) -> {
			throw new OutOfMemoryError("too big");
		};
		assertThat(process(message(1, 1))).containsExactly("nak");
		assertThat(this.fatal).hasSize(1);
	}

	@Test
	void outOfMemoryOfAnAsynchronousHandlerStopsTheListener() {
		this.handling = failWith(new CompletionException(new OutOfMemoryError("too big")));
		assertThat(process(message(1, 1))).containsExactly("nak");
		assertThat(this.fatal).hasSize(1);
	}

	@Test
	void outageWhileReadingIsWaitedOut() {
		this.reading = (tries) -> {
			if (tries <= 3) {
				throw new DataAccessResourceFailureException("validation needs the database");
			}
		};
		assertThat(process(message(1, 1))).containsExactly("ack");
		assertThat(this.reads).hasValue(4);
		assertThat(this.probe.outage()).isNull();
	}

	@Test
	void outageIsWaitedOutInPlace() {
		this.handling = (events, acknowledgement) -> {
			if (this.calls.get() <= 3) {
				throw new DataAccessResourceFailureException("away");
			}
		};
		assertThat(process(message(1, 6))).containsExactly("ack");
		assertThat(this.calls).hasValue(4);
		assertThat(this.probe.outage()).isNull();
	}

	@Test
	void eventSettledByHandBeforeAnOutageIsNotHandledAgain() {
		this.handling = (events, acknowledgement) -> {
			acknowledgement.acknowledge();
			throw new DataAccessResourceFailureException("away");
		};
		assertThat(process(message(1, 1))).containsExactly("ack");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void proberWhoseConnectionWasReplacedLetsTheOthersGoOn() {
		this.handling = (events, acknowledgement) -> {
			if (this.calls.get() == 1) {
				throw new DataAccessResourceFailureException("away");
			}
			throw new IllegalStateException("another failure");
		};
		assertThat(process(message(1, 1).disconnected())).isEmpty();
		assertThat(this.probe.outage()).isNull();
		this.handling = (events, acknowledgement) -> {
		};
		assertThat(process(message(2, 1))).containsExactly("ack");
	}

	@Test
	void connectionThatWasReplacedNeitherEndsTheWorkerNorKeepsAPlaceInTheWindow() {
		process(message(1, 1).disconnected());
		this.handling = failWith(new IllegalStateException("no"));
		process(message(2, 1).disconnected());
		process(new TestMessage("auth.user.created.v2", null, new byte[0], 3, 1).disconnected());
		process(message(4, 7).disconnected());
		assertThat(this.window.held()).isZero();
	}

	@Test
	void exceptionWithABrokenMessageKeepsNoPlaceInTheWindow() {
		this.handling = failWith(new BrokenException());
		process(message(1, 6));
		assertThat(this.window.held()).isZero();
	}

	@Test
	void threadThatAHandlerLeavesInterruptedDoesNotFailTheNextEvent() {
		this.handling = (events, acknowledgement) -> Thread.currentThread().interrupt();
		assertThat(process(message(1, 1))).containsExactly("ack");
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void batchWithAnEventThatFailsAcknowledgesThoseBeforeAndGivesBackThoseBehind() {
		this.handling = failWith(new EventBatchException(1, new IllegalStateException("no")));
		TestMessage[] messages = { message(1, 1), message(2, 1), message(3, 1) };
		process(messages);
		assertThat(messages[0].answers).contains("ack");
		assertThat(messages[1].answers).contains("nak PT0.01S");
		assertThat(messages[2].answers).contains("nak");
	}

	@Test
	void neighboursOfAFailureAreNotParkedHoweverOftenTheyWereGivenBack() {
		this.handling = failWith(new EventBatchException(0, new IllegalStateException("no")));
		for (int delivery = 1; delivery <= 9; delivery++) {
			TestMessage neighbour = message(100, delivery);
			process(message(delivery, 1), neighbour);
			assertThat(neighbour.answers).containsOnlyOnce("nak");
		}
		this.handling = (events, acknowledgement) -> {
		};
		assertThat(process(message(100, 10))).containsExactly("ack");
	}

	@Test
	void batchThatFailsAtAnEventItDoesNotHaveFailsAsAWhole() {
		this.handling = failWith(new EventBatchException(7, new IllegalStateException("no")));
		TestMessage[] messages = { message(1, 1), message(2, 1) };
		process(messages);
		assertThat(messages[0].answers).contains("nak PT0.01S");
		assertThat(messages[1].answers).contains("nak PT0.01S");
	}

	@Test
	void firstToSettleByHandCounts() {
		this.handling = (events, acknowledgement) -> {
			acknowledgement.retry(Duration.ofSeconds(7));
			acknowledgement.acknowledge();
			acknowledgement.reject("late");
		};
		assertThat(process(message(1, 1))).containsExactly("nak PT7S");
	}

	@Test
	void retryByHandWithoutADelayIsAFailureOfTheHandlerAndKeepsNothing() {
		this.handling = (events, acknowledgement) -> acknowledgement.retry(null);
		assertThat(process(message(1, 1))).containsExactly("nak PT0.01S");
		assertThat(this.window.held()).isZero();
	}

	@Test
	void eventToBeSettledByHandKeepsItsClaimUntilAckTimeout() {
		this.settings = settings(AckMode.MANUAL, Duration.ofMillis(30), Duration.ofMillis(500));
		TestMessage message = message(1, 1);
		process(message);
		HandlerWorkers idle = new HandlerWorkers(1, Runnable::run, 1, (deliveries) -> {
		});
		await().atMost(5, TimeUnit.SECONDS).until(() -> {
			this.claims.keep(idle);
			return message.answers.contains("in progress");
		});
		assertThat(this.claims.unsettledByHand()).isEqualTo(1);
		await().atMost(5, TimeUnit.SECONDS).until(() -> {
			this.claims.retryOverdue();
			return message.answers.contains("nak");
		});
		assertThat(this.claims.unsettledByHand()).isZero();
		assertThat(this.window.held()).isZero();
	}

	@Test
	void whoKeepsClaimsNeverWaitsForTheEndOfALoneRun() {
		this.settings = settings(AckMode.MANUAL, Duration.ofSeconds(30), Duration.ofMillis(1));
		TestMessage message = message(1, 1);
		Delivery delivery = new Delivery(message);
		AtomicInteger removals = new AtomicInteger();
		delivery.runAlone(new LoneRun(TestGate.turn(), removals::incrementAndGet));
		this.window.enter();
		processor().process(List.of(delivery));
		await().until(() -> delivery.handlingNanos() > Duration.ofMillis(1).toNanos());
		this.claims.keep(new HandlerWorkers(1, Runnable::run, 1, (deliveries) -> {
		}));
		assertThat(removals).hasValue(0);
		assertThat(message.answers).isEmpty();
		this.claims.retryOverdue();
		assertThat(removals).hasValue(1);
		assertThat(message.answers).containsExactly("nak");
	}

	@Test
	void timeAnEventHasWaitedForItsHandlerIsNotTheHandlers() {
		this.settings = settings(AckMode.MANUAL, Duration.ofSeconds(30), Duration.ofMillis(200));
		TestMessage message = message(1, 1);
		Delivery delivery = new Delivery(message);
		this.window.enter();
		await().pollDelay(Duration.ofMillis(250)).until(() -> true);
		processor().process(List.of(delivery));
		this.claims.retryOverdue();
		assertThat(message.answers).doesNotContain("nak");
		assertThat(this.claims.unsettledByHand()).isEqualTo(1);
	}

	@Test
	void claimThatCannotBeKeptDoesNotCostTheOthersTheirs() {
		HandlerWorkers workers = new HandlerWorkers(1, (task) -> {
		}, 1, (deliveries) -> {
		});
		this.settings = settings(AckMode.AUTO, Duration.ofMillis(3), Duration.ofMinutes(5));
		processor();
		TestMessage healthy = message(2, 1);
		workers.submit(new Delivery(message(1, 1).disconnected()));
		workers.submit(new Delivery(healthy));
		await().atMost(5, TimeUnit.SECONDS).until(() -> {
			this.claims.keep(workers);
			return healthy.answers.contains("in progress");
		});
	}

	@Test
	void stopWhileWaitingOutAnOutageGivesTheEventBack() {
		this.handling = failWith(new DataAccessResourceFailureException("away"));
		TestMessage message = message(1, 1);
		CompletableFuture<Void> processing = CompletableFuture.runAsync(() -> process(message));
		await().until(() -> this.probe.outage() != null);
		this.probe.stop();
		assertThat(processing).succeedsWithin(Duration.ofSeconds(5));
		assertThat(message.answers).containsOnlyOnce("nak");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2 })
	void deliveryThatIsTheLastIsNeverGivenBackButHeldWithItsClaim(long delivery) {
		this.maxDeliver = 1;
		this.settings = settings(AckMode.AUTO, Duration.ofMillis(3), Duration.ofMinutes(5));
		Map<String, Handling> endings = Map.of("failure", failWith(new IllegalStateException("no")), "rejection",
				failWith(new RejectedEventException("never")), "out of memory", (events, acknowledgement) -> {
					throw new OutOfMemoryError("too big");
				}, "behind one that failed", failWith(new EventBatchException(0, new IllegalStateException("no"))),
				"by hand", (events, acknowledgement) -> acknowledgement.retry(Duration.ZERO));
		long sequence = 1;
		for (Map.Entry<String, Handling> ending : endings.entrySet()) {
			this.handling = ending.getValue();
			TestMessage[] messages = { message(sequence++, delivery), message(sequence++, delivery) };
			process(messages);
			for (TestMessage message : messages) {
				assertHeld(ending.getKey(), message);
			}
			this.window.leave();
			this.window.leave();
		}
	}

	@Test
	void lastDeliveryOfWhatWasNotAskedForIsHeld() {
		this.maxDeliver = 3;
		this.settings = settings(AckMode.AUTO, Duration.ofMillis(3), Duration.ofMinutes(5));
		TestMessage message = new TestMessage("auth.user.deleted", null, new byte[0], 1, 3);
		process(message);
		assertHeld("not asked for", message);
	}

	@Test
	void lastDeliveryToBeSettledByHandIsHeldAfterAckTimeout() {
		this.maxDeliver = 1;
		this.settings = settings(AckMode.MANUAL, Duration.ofMillis(3), Duration.ofMillis(1));
		TestMessage message = message(1, 1);
		process(message);
		assertHeld("not settled by hand", message);
		assertThat(this.claims.unsettledByHand()).isZero();
	}

	@Test
	void claimIsKeptWhileTheHandlerOfALastDeliveryRuns() {
		this.maxDeliver = 2;
		this.settings = settings(AckMode.AUTO, Duration.ofMillis(3), Duration.ofMinutes(5));
		DeliveryProcessor processor = processor();
		TestMessage message = message(1, 2);
		HandlerWorkers workers = new HandlerWorkers(1, Runnable::run, 1, processor::process);
		this.handling = (events, acknowledgement) -> await().atMost(Duration.ofSeconds(5)).until(() -> {
			this.claims.keep(workers);
			return message.answers.size() > 3;
		});
		this.window.enter();
		workers.submit(new Delivery(message));
		assertThat(message.answers).startsWith("in progress").endsWith("ack");
	}

	/**
	 * Nothing can be parked here, so it stays for ever.
	 */
	private void assertHeld(String ending, TestMessage message) {
		int before = message.answers.size();
		await(ending).atMost(Duration.ofSeconds(5)).until(() -> {
			this.claims.keep(new HandlerWorkers(1, Runnable::run, 1, (deliveries) -> {
			}));
			this.claims.retryOverdue();
			return message.answers.size() > before + 2;
		});
		assertThat(message.answers).as(ending).containsOnly("in progress");
		assertThat(this.window.held()).as(ending).isPositive();
	}

	private List<String> process(TestMessage... messages) {
		List<Delivery> deliveries = new ArrayList<>();
		for (TestMessage message : messages) {
			this.window.enter();
			deliveries.add(new Delivery(message));
		}
		processor().process(deliveries);
		return messages[0].answers;
	}

	private DeliveryProcessor processor() {
		ListenerEndpoint endpoint = new ListenerEndpoint("test", "AUTH_EVENTS", "worker",
				List.of(EventTypePattern.parse("auth.user.created")), 1, SubjectNaming.HIERARCHICAL, this.settings,
				new Handler(), false);
		Settler settler = new Settler(endpoint, parking(), this.history, this.window, ListenerObserver.NONE,
				() -> this.maxDeliver, TestGate.scheduler(), EventKeeping.NONE);
		this.claims = new ClaimKeeper(endpoint, settler);
		return new DeliveryProcessor(endpoint, new Codec(), settler, this.history, this.claims, this.probe, this.window,
				ListenerObserver.NONE, TestGate.of(parking()), this.fatal::add);
	}

	private static DeadLetterParking parking() {
		NatsConnectionDetails details = () -> List.of("nats://nowhere:4222");
		ConnectionSettings settings = new ConnectionSettings("test", "_INBOX", Duration.ofSeconds(1),
				StartupFailurePolicy.RETRY, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), true);
		return new DeadLetterParking(
				new ConnectionSupervisor(details, settings, new ConnectionOptionsFactory(details, settings, List.of())),
				"test", Duration.ofSeconds(1), InstantSource.system());
	}

	private static ListenerSettings settings(AckMode ackMode, Duration ackWait, Duration ackTimeout) {
		ListenerRetry retry = new ListenerRetry(5,
				new ExponentialDelays(Duration.ofMillis(10), 2, Duration.ofSeconds(60)), 0,
				List.of(DataAccessResourceFailureException.class), List.of());
		return new ListenerSettings(ackWait, retry, 1, Ordering.NONE, ackMode, ackTimeout, false, 500, 10_000, false,
				DeliverFrom.ALL, MissingStream.WAIT, true, Duration.ofSeconds(20));
	}

	private static TestMessage message(long sequence, long deliveryCount) {
		return new TestMessage(sequence, deliveryCount);
	}

	private static Handling failWith(RuntimeException failure) {
		return (events, acknowledgement) -> {
			throw failure;
		};
	}

	@FunctionalInterface
	private interface Handling {

		void handle(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement);

	}

	@FunctionalInterface
	private interface Reading {

		void read(int tries);

	}

	private final class Handler implements HandlerInvocation {

		@Override
		public Type dataType() {
			return String.class;
		}

		@Override
		public boolean isBatch() {
			return true;
		}

		@Override
		public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) {
			DeliveryProcessorTests.this.calls.incrementAndGet();
			DeliveryProcessorTests.this.handling.handle(events, acknowledgement);
		}

	}

	private final class Codec implements EventCodec {

		@Override
		public byte[] write(Event<?> event) {
			throw new IllegalStateException("nothing is written here");
		}

		@Override
		@SuppressWarnings("unchecked") // data of any type will do
		public <T> Event<T> read(byte[] body, Type dataType) {
			DeliveryProcessorTests.this.reading.read(DeliveryProcessorTests.this.reads.incrementAndGet());
			return (Event<T>) Event.of("auth.user.created", "ada");
		}

		@Override
		public byte[] writeData(Event<?> event) {
			throw new IllegalStateException("nothing is written here");
		}

		@Override
		public <T> Event<T> read(Map<String, String> attributes, byte[] data, Type dataType) {
			throw new IllegalStateException("nothing is binary here");
		}

	}

	private static final class BrokenException extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalArgumentException("no message");
		}

	}

}
