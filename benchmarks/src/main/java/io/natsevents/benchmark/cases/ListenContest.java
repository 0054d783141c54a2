package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import io.nats.client.Connection;
import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareConsumer;
import io.natsevents.benchmark.bare.BareEvents;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.ProcessCost;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Side;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.publish.EventPublisher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Both ways of consuming a backlog. Each round reads it with a durable consumer of its
 * own, and is over when the last event has been handled.
 */
final class ListenContest {

	private static final String STREAM = "AUTH_EVENTS";

	static final String LISTENER = "listener";

	private static final int CALL = 1000;

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final Workbench workbench;

	private final int events;

	private final Connection connection;

	private final BareEvents bareEvents;

	private final AtomicInteger rounds = new AtomicInteger();

	/**
	 * Store the backlog.
	 * @param events how many events it has
	 */
	ListenContest(Workbench workbench, int events) throws Exception {
		this(workbench, events, UserCreated::number);
	}

	/**
	 * Store the backlog.
	 * @param events how many events it has
	 * @param data makes up the data of each
	 */
	ListenContest(Workbench workbench, int events, IntFunction<UserCreated> data) throws Exception {
		this.workbench = workbench;
		this.events = events;
		this.connection = workbench.connect();
		try (ConfigurableApplicationContext application = workbench.application(PlainApplication.class)) {
			this.bareEvents = new BareEvents(application.getBean(JsonMapper.class));
			EventPublisher publisher = application.getBean(EventPublisher.class);
			OurEvents.publish(publisher, events, CALL, (number) -> OurEvents.of(data.apply(number)));
		}
	}

	/**
	 * Have both consume.
	 * @param listener an application with a {@link Countdown}, and a prototype called
	 * {@value #LISTENER} that counts down, does not start by itself, and whose id and
	 * durable are {@code ${benchmark.durable}}; with a {@link KeyOrder} if it has to keep
	 * one
	 * @param bare consumes all there is
	 */
	Contest of(Class<?> listener, BareConsuming bare) {
		return new Contest(ours(listener), bare(bare));
	}

	/**
	 * A side that consumes with the starter. One application does all rounds: what it
	 * takes to start one would spill over into the time of its first events.
	 * @param listener as for {@link #of}
	 * @param properties properties of the application
	 */
	Side ours(Class<?> listener, String... properties) {
		ConfigurableApplicationContext application = this.workbench.application(listener, properties);
		Countdown countdown = application.getBean(Countdown.class);
		ListenerRegistry listeners = application.getBean(ListenerRegistry.class);
		Map<String, Object> round = new ConcurrentHashMap<>();
		application.getEnvironment().getPropertySources().addFirst(new MapPropertySource("round", round));
		return () -> {
			String durable = "ours-" + this.rounds.incrementAndGet();
			round.put("benchmark.durable", durable);
			application.getBean(LISTENER);
			ListenerHandle handle = listeners.find(durable).orElseThrow();
			countdown.begin(this.events);
			ProcessCost before = ProcessCost.now();
			handle.start();
			countdown.await();
			Sample sample = before.eventsPerSecond(this.events);
			handle.stop();
			application.getBeanProvider(KeyOrder.class).ifAvailable(KeyOrder::verify);
			return finished(durable, sample);
		};
	}

	private Side bare(BareConsuming consuming) {
		return () -> {
			String durable = "bare-" + this.rounds.incrementAndGet();
			ProcessCost before = ProcessCost.now();
			BareConsumer consumer = new BareConsumer(this.connection, STREAM, durable, UserCreated.TYPE);
			consuming.consume(consumer, this.bareEvents, this.events);
			Sample sample = before.eventsPerSecond(this.events);
			consumer.close();
			this.connection.flush(LIMIT);
			return finished(durable, sample);
		};
	}

	private List<Sample> finished(String durable, Sample sample) throws Exception {
		new FinishedConsumer(this.connection.jetStreamManagement(), STREAM, durable).delete(this.events);
		return List.of(sample);
	}

	/**
	 * Consumes events by hand.
	 */
	@FunctionalInterface
	interface BareConsuming {

		void consume(BareConsumer consumer, BareEvents reader, int events) throws Exception;

	}

	/**
	 * Tells when the last event has been handled.
	 */
	static final class Countdown {

		private volatile CountDownLatch left = new CountDownLatch(0);

		void begin(int events) {
			this.left = new CountDownLatch(events);
		}

		void handled() {
			this.left.countDown();
		}

		void await() throws InterruptedException {
			if (!this.left.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new IllegalStateException(
						this.left.getCount() + " events were not handled within " + LIMIT.toSeconds() + " s");
			}
		}

	}

}
