package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerConfiguration;
import io.natsevents.benchmark.Services;
import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareConsumer;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.benchmark.bare.BareEvents;
import io.natsevents.benchmark.bare.BarePublisher;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Side;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.event.Event;
import io.natsevents.listen.EventSubscriber;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.publish.EventPublisher;
import org.jspecify.annotations.Nullable;
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

	private static final String OURS = "ours";

	private static final String BARE = "bare";

	private static final int WARM_UP_EVENTS = 100_000;

	/** In the second, listeners have been started again, as in all that follow. */
	private static final int WARM_UPS = 2;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final Workbench workbench;

	private final double share;

	private final EventPublisher ourPublisher;

	private final List<ListenerHandle> ourListeners;

	private final Map<String, ConsumerConfiguration> ourConsumers = new HashMap<>();

	private final Connection connection;

	private final BareEvents bareEvents;

	private final BarePublisher barePublisher;

	private final ExecutorService bareThreads = Executors.newFixedThreadPool(STREAMS.size());

	private volatile @Nullable PacedEvents paced;

	private long published;

	/**
	 * Create the streams. One application and its listeners do all rounds: with new
	 * listeners in each, the compiler took 10 instead of 5 µs of processor time for an
	 * event at 10,000 a second.
	 * @param share the share of the events that took no longer than what is told, more
	 * than 0 and at most 1
	 */
	LatencyContest(Workbench workbench, double share) throws Exception {
		this.workbench = workbench;
		this.share = share;
		ConfigurableApplicationContext application = workbench.application(PlainApplication.class, Services.OWNED);
		this.ourPublisher = application.getBean(EventPublisher.class);
		EventSubscriber subscriber = application.getBean(EventSubscriber.class);
		this.ourListeners = TYPES.stream()
			.map((type) -> subscriber.subscribe(
					ListenerDefinition.of(OURS + "-" + type, UserCreated.class, type)
						.durable(OURS)
						.with("auto-startup", "false"),
					(event, context) -> handled(Objects.requireNonNull(event.data()))))
			.toList();
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
		for (int i = 0; i < WARM_UPS; i++) {
			fast.ours().run();
			fast.bare().run();
		}
		return contest(events, interval);
	}

	private Contest contest(int events, Duration interval) {
		return new Contest(side(events, interval, this::ours), side(events, interval, this::bare));
	}

	private Side side(int events, Duration interval, Round round) {
		return () -> {
			JetStreamManagement management = this.connection.jetStreamManagement();
			for (String stream : STREAMS) {
				management.purgeStream(stream);
			}
			PacedEvents paced = new PacedEvents(this.published, events, interval);
			this.published += events;
			this.paced = paced;
			round.run(management, paced, events);
			return paced.samples(this.share);
		};
	}

	private void handled(UserCreated data) {
		Objects.requireNonNull(this.paced).handled(data.createdAt());
	}

	private void ours(JetStreamManagement management, PacedEvents paced, int events) throws Exception {
		for (Map.Entry<String, ConsumerConfiguration> each : this.ourConsumers.entrySet()) {
			// The listener would create it, too, and warn that it was gone
			management.createConsumer(each.getKey(), each.getValue());
		}
		this.ourListeners.forEach(ListenerHandle::start);
		paced.publish((number) -> {
			UserCreated data = UserCreated.number(number).at(paced.mark(number));
			return this.ourPublisher
				.publishAsync(Event.of(typeOf(number), data).organizationId("acme").entity(data.userId()));
		});
		paced.awaitHandled();
		this.ourListeners.forEach(ListenerHandle::stop);
		for (int i = 0; i < STREAMS.size(); i++) {
			String stream = STREAMS.get(i);
			this.ourConsumers.put(stream, new FinishedConsumer(management, stream, OURS).delete(eventsOf(i, events)));
		}
	}

	private void bare(JetStreamManagement management, PacedEvents paced, int events) throws Exception {
		List<Future<?>> consuming = new ArrayList<>();
		for (int i = 0; i < STREAMS.size(); i++) {
			BareConsumer consumer = new BareConsumer(this.connection, STREAMS.get(i), BARE, TYPES.get(i));
			int count = eventsOf(i, events);
			consuming.add(this.bareThreads.submit(() -> {
				consumer.consume(count, (message) -> handled(this.bareEvents.read(message.getData()).data()));
				consumer.close();
				return null;
			}));
		}
		paced.publish((number) -> {
			UserCreated data = UserCreated.number(number).at(paced.mark(number));
			return this.barePublisher.publishAsync(BareEvent.of(typeOf(number), data, data.userId()));
		});
		for (Future<?> one : consuming) {
			one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
		}
		for (int i = 0; i < STREAMS.size(); i++) {
			new FinishedConsumer(management, STREAMS.get(i), BARE).delete(eventsOf(i, events));
		}
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

		void run(JetStreamManagement management, PacedEvents paced, int events) throws Exception;

	}

}
