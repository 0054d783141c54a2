package io.natsevents.listen;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.natsevents.connection.ConnectionOptionsFactory;
import io.natsevents.connection.ConnectionSettings;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.connection.ExponentialDelays;
import io.natsevents.connection.NatsConnectionDetails;
import io.natsevents.connection.StartupFailurePolicy;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.event.CausingEvent;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventTypePattern;
import io.natsevents.event.SubjectNaming;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerInterceptor} and {@link ListenerErrorHandler} without a server:
 * what would be parked stays for 5 seconds.
 */
@Timeout(30)
class HandlerHooksTests {

	private final List<String> calls = new ArrayList<>();

	private final List<HandlerInterceptor> interceptors = new ArrayList<>();

	private @Nullable ListenerErrorHandler errorHandler;

	private AckMode ackMode = AckMode.AUTO;

	private Handling handling = (numbers, acknowledgement) -> this.calls.add("handle " + numbers);

	@Test
	void firstInIsLastOut() {
		this.interceptors.add(noting("outer"));
		this.interceptors.add(noting("inner"));
		assertThat(process(1)).containsExactly("ack");
		assertThat(this.calls).containsExactly("outer", "inner", "handle [1]", "inner ends", "outer ends");
	}

	@Test
	void interceptorSeesWhatIsHandled() {
		this.interceptors.add((events, chain) -> {
			HandledEvent single = events.single();
			this.calls.add(single.event().data() + " of " + single.context().sequence() + " for "
					+ events.listener().id() + " with " + single.header("traceparent") + " caused by "
					+ CausingEvent.current().id().equals(single.event().id()));
			chain.proceed(events);
		});
		process(1);
		assertThat(this.calls).containsExactly("1 of 1 for test with null caused by true", "handle [1]");
	}

	@Test
	void interceptorThatDoesNotPassOnSkips() {
		this.interceptors.add((events, chain) -> {
		});
		assertThat(process(1)).containsExactly("ack");
		assertThat(this.calls).isEmpty();
	}

	@Test
	void interceptorThatFailsAfterTheHandlerSucceededIsAFailure() {
		this.interceptors.add((events, chain) -> {
			chain.proceed(events);
			throw new IllegalStateException("the transaction cannot be committed");
		});
		assertThat(process(1)).containsExactly("nak PT0.01S");
		assertThat(this.calls).containsExactly("handle [1]");
	}

	@Test
	void interceptorThatMeetsAnOutageIsTriedAgainInPlace() {
		AtomicInteger tries = new AtomicInteger();
		this.interceptors.add((events, chain) -> {
			if (tries.incrementAndGet() < 3) {
				throw new DataAccessResourceFailureException("away");
			}
			chain.proceed(events);
		});
		assertThat(process(1)).containsExactly("ack");
		assertThat(this.calls).containsExactly("handle [1]");
	}

	@Test
	void interceptorTellsWhatToParkTheEventUnder() {
		SettlementPolicy policy = new SettlementPolicy(settings().retry());
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			RejectedEventException failure = new RejectedEventException(reason, "no", null);
			assertThat(policy.afterFailure(failure, 1, false, 0, 0)).isEqualTo(new Settlement.Park(reason, failure));
		}
	}

	@Test
	void interceptorIsOnlyForListenersItSupports() {
		this.interceptors.add(new HandlerInterceptor() {

			@Override
			public void intercept(HandledEvents events, HandlerChain chain) {
				throw new IllegalStateException("not for me");
			}

			@Override
			public boolean supports(ListenerDescription listener) {
				return !listener.id().equals("test");
			}

		});
		assertThat(process(1)).containsExactly("ack");
	}

	@Test
	void batchIsInterceptedOnceAndSomeOfItCanBeLeftOut() {
		this.interceptors.add((events, chain) -> chain.proceed(events.only((event) -> number(event) != 2)));
		List<List<String>> answers = processAll(1, 2, 3);
		assertThat(this.calls).containsExactly("handle [1, 3]");
		assertThat(answers).containsOnly(List.of("ack"));
	}

	@Test
	void placeOfAFailureIsFoundThoughSomeWereLeftOut() {
		this.interceptors.add((events, chain) -> chain.proceed(events.only((event) -> number(event) != 1)));
		this.handling = (numbers, acknowledgement) -> {
			throw new EventBatchException(1, new IllegalStateException("no"));
		};
		// 1 was skipped and 2 handled, 3 failed, 4 is given back
		assertThat(processAll(1, 2, 3, 4)).containsExactly(List.of("ack"), List.of("ack"), List.of("nak PT0.01S"),
				List.of("nak"));
	}

	@Test
	void eventOfAnotherBatchCannotBePassedOn() {
		List<HandledEvents> seen = new ArrayList<>();
		this.interceptors.add((events, chain) -> {
			seen.add(events);
			chain.proceed(seen.get(0));
		});
		assertThat(process(1)).containsExactly("ack");
		assertThat(process(2)).containsExactly("nak PT0.01S");
	}

	@Test
	void whatWasLeftOutIsAcknowledgedThoughTheHandlerSettlesByHand() {
		this.ackMode = AckMode.MANUAL;
		this.interceptors.add((events, chain) -> chain.proceed(events.only((event) -> number(event) == 2)));
		this.handling = (numbers, acknowledgement) -> acknowledgement.retry(Duration.ofSeconds(7));
		assertThat(processAll(1, 2)).containsExactly(List.of("ack"), List.of("nak PT7S"));
	}

	@Test
	void scopeIsOpenUntilTheEventIsSettled() {
		this.interceptors.add(scoped("outer"));
		this.interceptors.add(scoped("inner"));
		this.errorHandler = (events, failure) -> {
			this.calls.add("asked");
			throw new IllegalStateException("still no");
		};
		this.handling = (numbers, acknowledgement) -> {
			throw new IllegalStateException("no");
		};
		TestMessage message = new TestMessage(1, 1);
		process(List.of(message), new ObservedAnswers(message));
		assertThat(this.calls).containsExactly("open outer", "open inner", "outer", "inner", "asked",
				"retried with [nak PT0.01S]", "close inner: still no", "close outer: still no");
	}

	@Test
	void scopeThatFailsChangesNothing() {
		this.interceptors.add(new HandlerInterceptor() {

			@Override
			public void intercept(HandledEvents events, HandlerChain chain) throws Exception {
				chain.proceed(events);
			}

			@Override
			public HandlingScope open(HandledEvents events) {
				throw new NoClassDefFoundError("made by a test");
			}

		});
		this.interceptors.add(scoped("inner", (failure) -> {
			throw new IllegalStateException("made by a test");
		}));
		this.interceptors.add(scoped("innermost", (failure) -> {
			throw new NoClassDefFoundError("made by a test");
		}));
		assertThat(process(1)).containsExactly("ack");
	}

	@Test
	void errorHandlerThatReturnsAcknowledges() {
		this.handling = (numbers, acknowledgement) -> {
			throw new EventBatchException(0, new IllegalStateException("no"));
		};
		this.errorHandler = (events, failure) -> this.calls
			.add("asked about " + events.single().event().data() + ": " + failure.getMessage());
		assertThat(process(1)).containsExactly("ack");
		assertThat(this.calls).containsExactly("asked about 1: no");
	}

	@Test
	void errorHandlerThatReturnsAcknowledgesThoughTheHandlerSettlesByHand() {
		this.ackMode = AckMode.MANUAL;
		this.handling = (numbers, acknowledgement) -> {
			throw new IllegalStateException("no");
		};
		this.errorHandler = (events, failure) -> {
		};
		assertThat(process(1)).containsExactly("ack");
	}

	@Test
	void whatTheErrorHandlerThrowsDecides() {
		this.handling = (numbers, acknowledgement) -> {
			throw new IllegalStateException("no");
		};
		this.errorHandler = (events, failure) -> {
			throw new RejectedEventException("never");
		};
		// Parking fails here, and is tried again
		assertThat(process(1)).containsExactly("nak PT5S");
	}

	@Test
	void errorHandlerIsAskedAboutInterceptorsAfterTheyHaveEnded() {
		this.interceptors.add((events, chain) -> {
			try {
				chain.proceed(events);
			}
			finally {
				this.calls.add("rolled back");
			}
			throw new IllegalStateException("never reached");
		});
		this.handling = (numbers, acknowledgement) -> {
			throw new IllegalStateException("no");
		};
		this.errorHandler = (events, failure) -> this.calls.add("asked: " + failure.getMessage());
		assertThat(process(1)).containsExactly("ack");
		assertThat(this.calls).containsExactly("rolled back", "asked: no");
	}

	@Test
	void errorHandlerIsNotAskedAboutOutages() {
		AtomicInteger tries = new AtomicInteger();
		this.handling = (numbers, acknowledgement) -> {
			if (tries.incrementAndGet() < 3) {
				throw new DataAccessResourceFailureException("away");
			}
		};
		this.errorHandler = (events, failure) -> this.calls.add("asked");
		assertThat(process(1)).containsExactly("ack");
		assertThat(this.calls).isEmpty();
		assertThat(tries).hasValue(3);
	}

	@Test
	void errorHandlerOfABatchIsAskedAboutTheEventThatFailedAndTheRestGoesOn() {
		this.handling = (numbers, acknowledgement) -> {
			this.calls.add("handle " + numbers);
			int place = numbers.indexOf(2);
			if (place >= 0) {
				throw new EventBatchException(place, new IllegalStateException("not 2"));
			}
		};
		this.errorHandler = (events, failure) -> this.calls
			.add("asked about " + events.single().event().data() + ": " + failure.getMessage());
		assertThat(processAll(1, 2, 3, 4)).containsOnly(List.of("ack"));
		assertThat(this.calls).containsExactly("handle [1, 2, 3, 4]", "asked about 2: not 2", "handle [3, 4]");
	}

	@Test
	void eventOfABatchTheErrorHandlerGivesUpIsTheOneThatFailed() {
		this.handling = (numbers, acknowledgement) -> {
			int place = numbers.contains(2) ? numbers.indexOf(2) : numbers.indexOf(4);
			throw new EventBatchException(place, new IllegalStateException("not this one"));
		};
		this.errorHandler = (events, failure) -> {
			if (number(events.single()) == 4) {
				throw (RuntimeException) failure;
			}
		};
		assertThat(processAll(1, 2, 3, 4, 5)).containsExactly(List.of("ack"), List.of("ack"), List.of("ack"),
				List.of("nak PT0.01S"), List.of("nak"));
	}

	@Test
	void errorHandlerOfABatchThatFailedAsAWholeIsAskedAboutAll() {
		this.handling = (numbers, acknowledgement) -> {
			throw new IllegalStateException("no");
		};
		this.errorHandler = (events, failure) -> {
			this.calls.add("asked about " + events.all().size());
			throw new EventBatchException(1, failure);
		};
		assertThat(processAll(1, 2, 3)).containsExactly(List.of("ack"), List.of("nak PT0.01S"), List.of("nak"));
		assertThat(this.calls).containsExactly("asked about 3");
	}

	private static int number(HandledEvent event) {
		return (Integer) event.event().data();
	}

	private List<String> process(int number) {
		return processAll(number).get(0);
	}

	private List<List<String>> processAll(int... numbers) {
		List<TestMessage> messages = Arrays.stream(numbers).mapToObj((number) -> new TestMessage(number, 1)).toList();
		process(messages, ListenerObserver.NONE);
		return messages.stream()
			.map((message) -> message.answers.stream().filter((answer) -> !answer.equals("in progress")).toList())
			.toList();
	}

	private void process(List<TestMessage> messages, ListenerObserver observer) {
		ListenerEndpoint endpoint = new ListenerEndpoint("test", "AUTH_EVENTS", "worker",
				List.of(EventTypePattern.parse("auth.user.created")), 1, SubjectNaming.HIERARCHICAL, settings(),
				new Handler(), false);
		endpoint = endpoint.handledBy(InterceptedHandler.around(endpoint, this.interceptors));
		if (this.errorHandler != null) {
			endpoint = endpoint.handledBy(new RecoveringHandler(endpoint, this.errorHandler));
		}
		FailureHistory history = new FailureHistory(Clock.systemUTC());
		InFlightWindow window = new InFlightWindow(500, 1, Duration.ofSeconds(30));
		Settler settler = new Settler(endpoint, parking(), history, window, observer, () -> -1, TestGate.scheduler(),
				EventKeeping.NONE);
		List<Delivery> deliveries = messages.stream().map(Delivery::new).toList();
		deliveries.forEach((delivery) -> window.enter());
		new DeliveryProcessor(endpoint, new Codec(messages), settler, history, new ClaimKeeper(endpoint, settler),
				new OutageProbe(), window, observer, TestGate.of(parking()), (failure) -> {
				})
			.process(deliveries);
	}

	private ListenerSettings settings() {
		ListenerRetry retry = new ListenerRetry(5,
				new ExponentialDelays(Duration.ofMillis(10), 2, Duration.ofSeconds(60)), 0,
				List.of(DataAccessResourceFailureException.class), List.of());
		return new ListenerSettings(Duration.ofSeconds(30), retry, 1, Ordering.NONE, this.ackMode,
				Duration.ofMinutes(5), false, 500, 10_000, false, DeliverFrom.ALL, MissingStream.WAIT, true,
				Duration.ofSeconds(20));
	}

	private static DeadLetterParking parking() {
		NatsConnectionDetails details = () -> List.of("nats://nowhere:4222");
		ConnectionSettings settings = new ConnectionSettings("test", "_INBOX", Duration.ofSeconds(1),
				StartupFailurePolicy.RETRY, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), true);
		return new DeadLetterParking(
				new ConnectionSupervisor(details, settings, new ConnectionOptionsFactory(details, settings, List.of())),
				"test", Duration.ofSeconds(1), InstantSource.system());
	}

	private HandlerInterceptor noting(String name) {
		return (events, chain) -> {
			this.calls.add(name);
			chain.proceed(events);
			this.calls.add(name + " ends");
		};
	}

	private HandlerInterceptor scoped(String name) {
		return scoped(name,
				(failure) -> this.calls.add("close " + name + ": " + ((failure != null) ? failure.getMessage() : "")));
	}

	private HandlerInterceptor scoped(String name, HandlingScope scope) {
		return new HandlerInterceptor() {

			@Override
			public void intercept(HandledEvents events, HandlerChain chain) throws Exception {
				HandlerHooksTests.this.calls.add(name);
				chain.proceed(events);
			}

			@Override
			public HandlingScope open(HandledEvents events) {
				HandlerHooksTests.this.calls.add("open " + name);
				return scope;
			}

		};
	}

	@FunctionalInterface
	private interface Handling {

		void handle(List<Integer> numbers, Acknowledgement acknowledgement);

	}

	private final class Handler implements HandlerInvocation {

		@Override
		public Type dataType() {
			return Integer.class;
		}

		@Override
		public boolean isBatch() {
			return true;
		}

		@Override
		public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) {
			HandlerHooksTests.this.handling
				.handle(events.stream().map((received) -> (Integer) received.event().data()).toList(), acknowledgement);
		}

	}

	private final class ObservedAnswers implements ListenerObserver {

		private final TestMessage message;

		private ObservedAnswers(TestMessage message) {
			this.message = message;
		}

		@Override
		public void retried(String listenerId) {
			HandlerHooksTests.this.calls.add("retried with " + this.message.answers);
		}

	}

	/**
	 * Reads the sequences of messages, in the order they are read.
	 */
	private static final class Codec implements EventCodec {

		private final List<TestMessage> messages;

		private int read;

		private Codec(List<TestMessage> messages) {
			this.messages = messages;
		}

		@Override
		public byte[] write(Event<?> event) {
			throw new IllegalStateException("nothing is written here");
		}

		@Override
		@SuppressWarnings("unchecked") // the handler takes integers
		public <T> Event<T> read(byte[] body, Type dataType) {
			long sequence = this.messages.get(this.read++).metaData().streamSequence();
			return (Event<T>) Event.of("auth.user.created", (int) sequence);
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

}
