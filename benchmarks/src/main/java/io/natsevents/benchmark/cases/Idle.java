package io.natsevents.benchmark.cases;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.nats.client.Connection;
import io.natsevents.benchmark.bare.BareConnection;
import io.natsevents.benchmark.bare.BareDurable;
import io.natsevents.benchmark.bare.BarePullLoop;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Workbench;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Twenty listeners have nothing to do, and twenty pull loops by hand.
 * <p>
 * {@code idle-threads} is how many live threads twenty more listeners add to an
 * application with one, which has started what all listeners share. {@code idle-cpu} is
 * what all Java threads of the process use then, the rest of the application included, in
 * milliseconds for each second of the clock. The bare loops ask for no heartbeats, by
 * which ours notice that nobody serves a request any more, and do not look after their
 * consumers.
 */
public final class Idle implements BenchmarkCase {

	private static final String STREAM = "AUTH_EVENTS";

	private static final int LISTENERS = 20;

	private static final int WATCH_MILLIS = 2000;

	private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

	@Override
	public String name() {
		return "idle";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.lower("idle-threads", "threads", Limits.bound(LISTENERS)),
				Row.lower("idle-cpu", "ms/s", Limits.REPORTED));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		try (ConfigurableApplicationContext application = workbench.application(PlainApplication.class);
				Connection connection = workbench.connect()) {
			for (int i = 0; i <= LISTENERS; i++) {
				connection.jetStreamManagement()
					.addOrUpdateConsumer(STREAM, BareDurable.of("bare-" + i, "auth.user.created-" + i));
			}
		}
		int millis = workbench.effort().events(WATCH_MILLIS);
		return new Contest(() -> ours(workbench, millis), () -> bare(workbench, millis));
	}

	private static List<Sample> ours(Workbench workbench, int millis) throws Exception {
		try (ConfigurableApplicationContext application = workbench.application(PlainApplication.class)) {
			ListenerFleet fleet = new ListenerFleet(application, "auth", (event, context) -> {
			}).growTo(1);
			int before = threads.getThreadCount();
			fleet.growTo(1 + LISTENERS);
			return List.of(Sample.of(threads.getThreadCount() - before), Sample.of(cpuMillisPerSecond(millis)));
		}
	}

	private static List<Sample> bare(Workbench workbench, int millis) throws Exception {
		List<BarePullLoop> loops = new ArrayList<>();
		try (Connection connection = BareConnection.open(workbench.server().url())) {
			loops.add(loop(connection, 0));
			int before = threads.getThreadCount();
			for (int i = 1; i <= LISTENERS; i++) {
				loops.add(loop(connection, i));
			}
			List<Sample> samples = List.of(Sample.of(threads.getThreadCount() - before),
					Sample.of(cpuMillisPerSecond(millis)));
			for (BarePullLoop loop : loops) {
				loop.close();
			}
			return samples;
		}
	}

	private static BarePullLoop loop(Connection connection, int number) throws Exception {
		return new BarePullLoop(connection, STREAM, "bare-" + number, (message) -> {
		});
	}

	private static double cpuMillisPerSecond(int millis) throws InterruptedException {
		Map<Long, Long> before = cpuNanos();
		long at = System.nanoTime();
		Thread.sleep(millis);
		long nanos = System.nanoTime() - at;
		long used = 0;
		for (Map.Entry<Long, Long> thread : cpuNanos().entrySet()) {
			used += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
		}
		return used * 1e3 / nanos;
	}

	/**
	 * The process as a whole is counted in hundredths of a second, and compiles what has
	 * just started.
	 */
	private static Map<Long, Long> cpuNanos() {
		Map<Long, Long> nanos = new HashMap<>();
		for (long id : threads.getAllThreadIds()) {
			nanos.put(id, Math.max(0, threads.getThreadCpuTime(id)));
		}
		return nanos;
	}

}
