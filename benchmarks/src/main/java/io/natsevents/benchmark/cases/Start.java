package io.natsevents.benchmark.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.natsevents.benchmark.Services;
import io.natsevents.benchmark.bare.BareBoot;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Side;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.listen.JetStreamListener;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An application with 12 durable consumers on six streams of services, and the two
 * streams for dead letters, starts: first on a server with nothing on it, then where
 * everything is there.
 * <p>
 * The time begins before {@code SpringApplication.run}, in a JVM that has started such an
 * application before, and ends when the server has been asked for messages of all 12
 * consumers. So it contains Spring: the bare side starts the same application with
 * Actuator, but without what the starter configures, and makes the calls in a bean. On
 * both sides the second start must change nothing on the server.
 */
public final class Start implements BenchmarkCase {

	/**
	 * One for each service, one for dead letters, one for trials of suspected killers.
	 */
	private static final int STREAMS = Services.ALL.size() + 2;

	private static final int CONSUMERS = Services.ALL.size() * StartListeners.EVENTS.size();

	@Override
	public String name() {
		return "start";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.lower("start-first", "ms", Limits.REPORTED),
				Row.lower("start-second", "ms", Limits.REPORTED));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		Connection connection = workbench.connect();
		ApiWatch watch = new ApiWatch(connection);
		return new Contest(
				new Boots(connection, watch, () -> workbench.application(OurApplication.class, Services.OWNED)),
				new Boots(connection, watch, () -> workbench.application(BareApplication.class, withoutStarter())));
	}

	private static String withoutStarter() {
		List<String> ours = new ArrayList<>();
		String starter = JetStreamListener.class.getPackageName().replace(".listen", ".autoconfigure.");
		for (String candidate : ImportCandidates.load(AutoConfiguration.class, Start.class.getClassLoader())) {
			if (candidate.startsWith(starter)) {
				ours.add(candidate);
			}
		}
		return Workbench.UNTRACED + "," + String.join(",", ours);
	}

	/**
	 * Starts an application twice.
	 */
	private record Boots(Connection connection, ApiWatch watch, Boot boot) implements Side {

		@Override
		public List<Sample> run() throws Exception {
			JetStreamManagement management = this.connection.jetStreamManagement();
			for (String stream : management.getStreamNames()) {
				management.deleteStream(stream);
			}
			Sample first = start();
			List<String> writes = this.watch.writes();
			if (writes.size() < STREAMS + CONSUMERS) {
				throw new IllegalStateException("The first start was seen to create no more than " + writes);
			}
			requireComplete(management);
			Sample second = start();
			writes = this.watch.writes();
			if (!writes.isEmpty()) {
				throw new IllegalStateException("The second start changed something on the server: " + writes);
			}
			return List.of(first, second);
		}

		private Sample start() throws Exception {
			this.watch.forget();
			long before = System.nanoTime();
			try (ConfigurableApplicationContext application = this.boot.start()) {
				this.watch.awaitPulled(CONSUMERS);
				return Sample.of((System.nanoTime() - before) / 1e6);
			}
		}

		private static void requireComplete(JetStreamManagement management) throws Exception {
			List<String> streams = management.getStreamNames();
			List<String> consumers = new ArrayList<>();
			for (String stream : streams) {
				consumers.addAll(management.getConsumerNames(stream));
			}
			if (streams.size() != STREAMS || consumers.size() != CONSUMERS) {
				throw new IllegalStateException(
						"Not " + STREAMS + " streams and " + CONSUMERS + " consumers are there but " + streams + " and "
								+ consumers.stream().sorted().collect(Collectors.joining(", ")));
			}
		}

	}

	@FunctionalInterface
	private interface Boot {

		ConfigurableApplicationContext start();

	}

	@EnableAutoConfiguration
	static class OurApplication {

		@Bean
		StartListeners listeners() {
			return new StartListeners();
		}

	}

	@EnableAutoConfiguration
	static class BareApplication {

		@Bean
		BareBoot boot(@Value("${nats.servers}") String url) throws Exception {
			return new BareBoot(url, Services.ALL, StartListeners.EVENTS);
		}

	}

}
