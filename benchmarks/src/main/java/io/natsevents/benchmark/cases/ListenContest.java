package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import io.nats.client.Connection;
import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareConsumer;
import io.natsevents.benchmark.bare.BareEvents;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Side;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerRegistry;
import io.natsevents.publish.EventPublisher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Both ways of consuming a backlog. Each round reads the first events of it with a
 * durable consumer of its own. It begins with the first event handled, so that creating
 * the consumer does not count, and is over with the last.
 */
final class ListenContest {

	private static final String STREAM = "AUTH_EVENTS";

	static final String LISTENER = "listener";

	private static final String BARE = "bare";

	private static final int CALL = 1000;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Workbench workbench;

	private final int events;

	private final int backlog;

	private final Connection connection;

	private final BareEvents bareEvents;

	/**
	 * Store the backlog.
	 * @param events how many events are read in a round
	 * @param backlog how many there are
	 */
	ListenContest(Workbench workbench, int events, int backlog) throws Exception {
		this(workbench, events, backlog, UserCreated::number);
	}

	/**
	 * Store the backlog.
	 * @param events how many events are read in a round
	 * @param backlog how many there are
	 * @param data makes up the data of each
	 */
	ListenContest(Workbench workbench, int events, int backlog, IntFunction<UserCreated> data) throws Exception {
		this.workbench = workbench;
		this.events = events;
		this.backlog = Math.max(events, backlog);
		this.connection = workbench.connect();
		try (ConfigurableApplicationContext application = workbench.application(PlainApplication.class)) {
			this.bareEvents = new BareEvents(application.getBean(JsonMapper.class));
			EventPublisher publisher = application.getBean(EventPublisher.class);
			OurEvents.publish(publisher, this.backlog, CALL, (number) -> OurEvents.of(data.apply(number)));
		}
	}

	/**
	 * Have both consume.
	 * @param listener an application with a {@link Countdown}, and a listener called
	 * {@value #LISTENER} that counts down and does not start by itself; with a
	 * {@link KeyOrder} if it has to keep one
	 * @param bare consumes as much
	 */
	Contest of(Class<?> listener, BareConsuming bare) {
		return new Contest(ours(listener), bare(bare));
	}

	/**
	 * A side that consumes with the starter. One listener of one application does all
	 * rounds: what it takes to read annotations would spill over into the time of the
	 * first events.
	 * @param listener as for {@link #of}
	 * @param properties properties of the application
	 */
	Side ours(Class<?> listener, String... properties) {
		ConfigurableApplicationContext application = this.workbench.application(listener, properties);
		Countdown countdown = application.getBean(Countdown.class);
		ListenerHandle handle = application.getBean(ListenerRegistry.class).find(LISTENER).orElseThrow();
		return () -> {
			countdown.begin(this.events);
			handle.start();
			Sample sample = countdown.await();
			handle.stop();
			application.getBeanProvider(KeyOrder.class).ifAvailable(KeyOrder::verify);
			finished(handle.durable()).renew(this.events);
			return List.of(sample);
		};
	}

	private Side bare(BareConsuming consuming) {
		Countdown countdown = new Countdown();
		return () -> {
			BareConsumer consumer = new BareConsumer(this.connection, STREAM, BARE, UserCreated.TYPE);
			countdown.begin(this.events);
			consuming.consume(consumer, this.bareEvents, this.events, countdown);
			Sample sample = countdown.await();
			consumer.close();
			this.connection.flush(LIMIT);
			finished(BARE).delete(this.events);
			return List.of(sample);
		};
	}

	private FinishedConsumer finished(String durable) throws Exception {
		return new FinishedConsumer(this.connection.jetStreamManagement(), STREAM, durable);
	}

	/**
	 * Consumes events by hand.
	 */
	@FunctionalInterface
	interface BareConsuming {

		void consume(BareConsumer consumer, BareEvents reader, int events, Countdown countdown) throws Exception;

	}

}
