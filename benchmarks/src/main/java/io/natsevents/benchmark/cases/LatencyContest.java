package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import io.natsevents.listen.JetStreamListener;
import io.natsevents.publish.EventPublisher;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

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

	private final JetStreamManagement management;

	private final BareEvents bareEvents;

	private final AtomicInteger rounds = new AtomicInteger();

	/**
	 * Create the streams.
	 * @param share the share of the events that took no longer than what is told, more
	 * than 0 and at most 1
	 */
	LatencyContest(Workbench workbench, double share) throws Exception {
		this.workbench = workbench;
		this.share = share;
		this.management = workbench.connect().jetStreamManagement();
		try (ConfigurableApplicationContext application = workbench.application(PlainApplication.class,
				Services.OWNED)) {
			this.bareEvents = new BareEvents(application.getBean(JsonMapper.class));
		}
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
		return new Contest(side("ours-", events, (durable) -> ours(durable, events, interval)),
				side("bare-", events, (durable) -> bare(durable, events, interval)));
	}

	private Side side(String prefix, int events, Round round) {
		return () -> {
			String durable = prefix + this.rounds.incrementAndGet();
			for (String stream : STREAMS) {
				this.management.purgeStream(stream);
			}
			List<Sample> samples = round.run(durable);
			for (int i = 0; i < STREAMS.size(); i++) {
				new FinishedConsumer(this.management, STREAMS.get(i), durable).delete(eventsOf(i, events));
			}
			return samples;
		};
	}

	private List<Sample> ours(String durable, int events, Duration interval) throws Exception {
		try (ConfigurableApplicationContext application = this.workbench.application(Application.class, Services.OWNED,
				"benchmark.durable=" + durable, "benchmark.events=" + events, "benchmark.interval=" + interval)) {
			PacedEvents paced = application.getBean(PacedEvents.class);
			EventPublisher publisher = application.getBean(EventPublisher.class);
			paced.publish((number) -> {
				UserCreated data = data(number);
				return publisher
					.publishAsync(Event.of(typeOf(number), data).organizationId("acme").entity(data.userId()));
			});
			return paced.samples(this.share);
		}
	}

	private List<Sample> bare(String durable, int events, Duration interval) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(STREAMS.size());
		try (Connection connection = this.workbench.connect()) {
			PacedEvents paced = new PacedEvents(events, interval);
			List<Future<?>> consuming = new ArrayList<>();
			for (int i = 0; i < STREAMS.size(); i++) {
				BareConsumer consumer = new BareConsumer(connection, STREAMS.get(i), durable, TYPES.get(i));
				int count = eventsOf(i, events);
				consuming.add(threads.submit(() -> {
					consumer.consume(count,
							(message) -> paced.handled(this.bareEvents.read(message.getData()).data().createdAt()));
					consumer.close();
					return null;
				}));
			}
			BarePublisher publisher = new BarePublisher(connection, this.bareEvents);
			paced.publish((number) -> {
				UserCreated data = data(number);
				return publisher.publishAsync(BareEvent.of(typeOf(number), data, data.userId()));
			});
			List<Sample> samples = paced.samples(this.share);
			for (Future<?> one : consuming) {
				one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
			}
			connection.flush(LIMIT);
			return samples;
		}
		finally {
			threads.shutdownNow();
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
	 * One round of one side.
	 */
	@FunctionalInterface
	private interface Round {

		List<Sample> run(String durable) throws Exception;

	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		PacedEvents pacedEvents(@Value("${benchmark.events}") int events,
				@Value("${benchmark.interval}") Duration interval) {
			return new PacedEvents(events, interval);
		}

		@Bean
		Handler handler(PacedEvents paced) {
			return new Handler(paced);
		}

	}

	record Handler(PacedEvents paced) {

		@JetStreamListener(value = "auth.user.created", durable = "${benchmark.durable}")
		void auth(UserCreated user) {
			this.paced.handled(user.createdAt());
		}

		@JetStreamListener(value = "catalog.user.created", durable = "${benchmark.durable}")
		void catalog(UserCreated user) {
			this.paced.handled(user.createdAt());
		}

		@JetStreamListener(value = "ddmrp.user.created", durable = "${benchmark.durable}")
		void ddmrp(UserCreated user) {
			this.paced.handled(user.createdAt());
		}

		@JetStreamListener(value = "execution.user.created", durable = "${benchmark.durable}")
		void execution(UserCreated user) {
			this.paced.handled(user.createdAt());
		}

		@JetStreamListener(value = "analytics.user.created", durable = "${benchmark.durable}")
		void analytics(UserCreated user) {
			this.paced.handled(user.createdAt());
		}

		@JetStreamListener(value = "ai-agent.user.created", durable = "${benchmark.durable}")
		void aiAgent(UserCreated user) {
			this.paced.handled(user.createdAt());
		}

	}

}
