package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareConnection;
import io.natsevents.benchmark.bare.BareDurable;
import io.natsevents.benchmark.bare.BareEvents;
import io.natsevents.benchmark.bare.BarePullLoop;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.listen.JetStreamListener;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * The server is killed and started again: how long from the first connection it accepts
 * until the event is handled that is published on it at once.
 * <p>
 * In {@code recover} the bare side is a pull loop that knows when a connection is back.
 * In {@code recover-consume}, for the record, it is the client's own {@code consume()}
 * with its defaults, which says nothing for 45 to 87 seconds; nobody waits that long
 * here, so its figure is cut at 3 seconds.
 */
public final class Recover implements BenchmarkCase {

	private static final String STREAM = "AUTH_EVENTS";

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final int CONSUME_LIMIT_MILLIS = 3000;

	@Override
	public String name() {
		return "recover";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.lower("recover", "s", Limits.slack(1)), Row.lower("recover-consume", "s", Limits.REPORTED));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		BareEvents events;
		try (ConfigurableApplicationContext application = workbench.application(Application.class);
				Connection connection = workbench.connect()) {
			events = new BareEvents(application.getBean(JsonMapper.class));
			provide(connection, "bare-loop");
			provide(connection, "bare-consume");
		}
		ServerCrash crash = new ServerCrash(workbench.server(), events);
		Duration consumeLimit = Duration.ofMillis(workbench.effort().events(CONSUME_LIMIT_MILLIS));
		return new Contest(() -> {
			double seconds = ours(workbench, crash);
			return List.of(Sample.of(seconds), Sample.of(seconds));
		}, () -> List.of(Sample.of(loop(workbench, crash, events)),
				Sample.of(consume(workbench, crash, events, consumeLimit))));
	}

	private static void provide(Connection connection, String durable) throws Exception {
		connection.jetStreamManagement().addOrUpdateConsumer(STREAM, BareDurable.of(durable, UserCreated.TYPE));
	}

	private static double ours(Workbench workbench, ServerCrash crash) throws Exception {
		try (ConfigurableApplicationContext application = workbench.application(Application.class)) {
			return required(crash.secondsToNext(application.getBean(Arrivals.class), LIMIT));
		}
	}

	private static double loop(Workbench workbench, ServerCrash crash, BareEvents events) throws Exception {
		Arrivals arrivals = new Arrivals();
		try (Connection connection = BareConnection.open(workbench.server().url());
				BarePullLoop loop = new BarePullLoop(connection, STREAM, "bare-loop",
						(message) -> arrivals.handled(userId(message, events)))) {
			return required(crash.secondsToNext(arrivals, LIMIT));
		}
	}

	private static double consume(Workbench workbench, ServerCrash crash, BareEvents events, Duration limit)
			throws Exception {
		Arrivals arrivals = new Arrivals();
		try (Connection connection = BareConnection.open(workbench.server().url());
				MessageConsumer consumer = connection.getStreamContext(STREAM)
					.getConsumerContext("bare-consume")
					.consume((message) -> {
						arrivals.handled(userId(message, events));
						message.ack();
					})) {
			return crash.secondsToNext(arrivals, limit);
		}
	}

	private static double required(double seconds) {
		if (seconds >= LIMIT.toSeconds()) {
			throw new IllegalStateException(
					"The event after the crash was not handled within " + LIMIT.toSeconds() + " s");
		}
		return seconds;
	}

	private static String userId(Message message, BareEvents events) {
		return events.read(message.getData()).data().userId();
	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		Arrivals arrivals() {
			return new Arrivals();
		}

		@Bean
		Handler handler(Arrivals arrivals) {
			return new Handler(arrivals);
		}

	}

	record Handler(Arrivals arrivals) {

		@JetStreamListener(UserCreated.TYPE)
		void on(UserCreated user) {
			this.arrivals.handled(user.userId());
		}

	}

}
