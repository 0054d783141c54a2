package io.natsevents.benchmark.cases;

import java.util.List;

import io.nats.client.Connection;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Sample;
import io.natsevents.benchmark.run.Workbench;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Growth: 1, 10 and 100 listeners in one application that share as many events; 1, 100
 * and 10,000 organizations among the events of a publisher and a listener; 1, 10 and 100
 * KB of data.
 * <p>
 * What is called bare here is the starter, too, at the smallest size, so that the ratio
 * says what growth costs. Where there is ten times as much the ratio must be at least
 * 0.1, and so on: then the cost of an event grows no faster than linearly. Organizations
 * must cost next to nothing. {@code scale-memory-100} is the heap that a listener with
 * nothing to do takes, as the mean of 100 that are added to one; its other side is the
 * mean of 10.
 */
public final class Scale implements BenchmarkCase {

	private static final int BACKLOG = 10_000;

	private static final int FLOW = 10_000;

	private static final int LARGE_FLOW = 300;

	@Override
	public String name() {
		return "scale";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher("scale-listeners-10", "events/s", Limits.floor(0.1)),
				Row.higher("scale-listeners-100", "events/s", Limits.floor(0.01)),
				Row.higher("scale-organizations-100", "events/s", Limits.floor(0.5)),
				Row.higher("scale-organizations-10000", "events/s", Limits.floor(0.5)),
				Row.higher("scale-kilobytes-10", "events/s", Limits.floor(0.1)),
				Row.higher("scale-kilobytes-100", "events/s", Limits.floor(0.01)),
				Row.lower("scale-memory-100", "KB", Limits.floor(0.8)));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		Connection connection = workbench.connect();
		ScaleListeners one = listeners(workbench, connection, 1);
		ScaleListeners ten = listeners(workbench, connection, 10);
		ScaleListeners hundred = listeners(workbench, connection, 100);
		ScaleFlow flow = new ScaleFlow(workbench.application(PlainApplication.class), connection);
		int events = workbench.effort().events(FLOW);
		int large = workbench.effort().events(LARGE_FLOW);
		return new Contest(
				() -> List.of(ten.run(), hundred.run(), flow.organizations(100, events),
						flow.organizations(10_000, events), flow.kilobytes(10, events / 2), flow.kilobytes(100, large),
						memory(workbench, 100)),
				() -> twice(one.run(), flow.organizations(1, events), flow.kilobytes(1, events),
						memory(workbench, 10)));
	}

	private static List<Sample> twice(Sample listeners, Sample organizations, Sample kilobytes, Sample memory) {
		return List.of(listeners, listeners, organizations, organizations, kilobytes, kilobytes, memory);
	}

	private static ScaleListeners listeners(Workbench workbench, Connection connection, int count) throws Exception {
		String service = "fleet-" + count;
		return new ScaleListeners(
				workbench.application(PlainApplication.class, "nats.jetstream.services=" + service,
						"spring.application.name=" + service),
				connection, service, "FLEET_" + count + "_EVENTS", count, workbench.effort().events(BACKLOG));
	}

	private static Sample memory(Workbench workbench, int listeners) {
		String service = "memory-" + listeners;
		try (ConfigurableApplicationContext application = workbench.application(PlainApplication.class,
				"nats.jetstream.services=" + service, "spring.application.name=" + service)) {
			ListenerFleet fleet = new ListenerFleet(application, service, (event, context) -> {
			}).growTo(1);
			double before = HeapUse.kilobytes();
			fleet.growTo(1 + listeners);
			return Sample.of((HeapUse.kilobytes() - before) / listeners);
		}
	}

}
