package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.natsevents.benchmark.Services;
import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareConsumer;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.benchmark.bare.BareEvents;
import io.natsevents.benchmark.bare.BarePublisher;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Side;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.event.Event;
import io.natsevents.listen.EventSubscriber;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.publish.EventPublisher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Both ways of publishing events evenly to six streams, in turn, and consuming each
 * stream in the same process over the same connection.
 */
final class LatencyContest {

	private static final List<String> TYPES = Services.ALL.stream()
		.map((service) -> service + ".user.created")
		.toList();

	private static final List<String> STREAMS = Services.ALL.stream().map(Services::stream).toList();

	private static final int WARM_UP_EVENTS = 100_000;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Workbench workbench;

	private final double share;

	private final EventPublisher ourPublisher;

	private final EventSubscriber ourSubscriber;

	private final Connection connection;

	private final BareEvents bareEvents;

	private final BarePublisher barePublisher;

	private final ExecutorService bareThreads = Executors.newFixedThreadPool(STREAMS.size());

	private final AtomicInteger rounds = new AtomicInteger();

	/**
	 * Create the streams. One application does all rounds: what it takes to start one
	 * would spill over into the time of its first events.
	 * @param share the share of the events that took no longer than what is told, more
	 * than 0 and at most 1
	 */
	LatencyContest(Workbench workbench, double share) throws Exception {
		this.workbench = workbench;
		this.share = share;
		ConfigurableApplicationContext application = workbench.application(PlainApplication.class, Services.OWNED);
		this.ourPublisher = application.getBean(EventPublisher.class);
		this.ourSubscriber = application.getBean(EventSubscriber.class);
		this.connection = workbench.connect();
		this.bareEvents = new BareEvents(application.getBean(JsonMapper.class));
		this.barePublisher = new BarePublisher(this.connection, this.bareEvents);
		workbench.closing(this.bareThreads::shutdownNow);
	}

	/**
	 * Have both publish and consume, first as fast as they can: at the pace of a round it
	 * would take minutes until all is compiled, and the compiler takes the processor from
	 * what is measured.
	 * @param events how many events a round has
	 * @param interval from one event to the next
	 * @return sides with two samples: to the confirmation, and to the handler
	 */
	Contest of(int events, Duration interval) throws Exception {
		Contest fast = contest(this.workbench.effort().events(WARM_UP_EVENTS), Duration.ZERO);
		fast.ours().run();
		fast.bare().run();
		return contest(events, interval);
	}

	private Contest contest(int events, Duration interval) {
		return new Contest(side("ours-", events, interval, this::ours), side("bare-", events, interval, this::bare));
	}

	private Side side(String prefix, int events, Duration interval, Round round) {
		return () -> {
			String durable = prefix + this.rounds.incrementAndGet();
			JetStreamManagement management = this.connection.jetStreamManagement();
			for (String stream : STREAMS) {
				management.purgeStream(stream);
			}
			PacedEvents paced = new PacedEvents(events, interval);
			round.run(durable, paced, events);
			List<Sample> samples = paced.samples(this.share);
			for (int i = 0; i < STREAMS.size(); i++) {
				new FinishedConsumer(management, STREAMS.get(i), durable).delete(eventsOf(i, events));
			}
			return samples;
		};
	}

	private void ours(String durable, PacedEvents paced, int events) throws Exception {
		List<ListenerHandle> listeners = TYPES.stream()
			.map((type) -> this.ourSubscriber.subscribe(
					ListenerDefinition.of(durable + "-" + type, UserCreated.class, type).durable(durable),
					(event, context) -> paced.handled(Objects.requireNonNull(event.data()).createdAt())))
			.toList();
		paced.publish((number) -> {
			UserCreated data = data(number);
			return this.ourPublisher
				.publishAsync(Event.of(typeOf(number), data).organizationId("acme").entity(data.userId()));
		});
		paced.awaitHandled();
		listeners.forEach(ListenerHandle::stop);
	}

	private void bare(String durable, PacedEvents paced, int events) throws Exception {
		List<Future<?>> consuming = new ArrayList<>();
		for (int i = 0; i < STREAMS.size(); i++) {
			BareConsumer consumer = new BareConsumer(this.connection, STREAMS.get(i), durable, TYPES.get(i));
			int count = eventsOf(i, events);
			consuming.add(this.bareThreads.submit(() -> {
				consumer.consume(count,
						(message) -> paced.handled(this.bareEvents.read(message.getData()).data().createdAt()));
				consumer.close();
				return null;
			}));
		}
		paced.publish((number) -> {
			UserCreated data = data(number);
			return this.barePublisher.publishAsync(BareEvent.of(typeOf(number), data, data.userId()));
		});
		for (Future<?> one : consuming) {
			one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
	}

	/**
	 * Carries the number by which the handler knows when it was due.
	 */
	private static UserCreated data(int number) {
		return UserCreated.number(number).at(number);
	}

	private static String typeOf(int number) {
		return TYPES.get(number % TYPES.size());
	}

	private static int eventsOf(int stream, int events) {
		return events / STREAMS.size() + ((stream < events % STREAMS.size()) ? 1 : 0);
	}

	/**
	 * One round of one side; over when all events were confirmed and handled.
	 */
	@FunctionalInterface
	private interface Round {

		void run(String durable, PacedEvents paced, int events) throws Exception;

	}

}
