package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.List;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * How long an event takes when there is nothing else to do. The median.
 */
public final class LatencyIdle implements BenchmarkCase {

	private static final int EVENTS = 30;

	private static final Duration INTERVAL = Duration.ofMillis(100);

	@Override
	public String name() {
		return "latency-idle";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.lower(name() + "-publish", "ms", Limits.slack(0.3)),
				Row.lower(name() + "-end-to-end", "ms", Limits.slack(0.3)));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		return new LatencyContest(workbench, 0.5).of(workbench.effort().events(EVENTS), INTERVAL);
	}

}
