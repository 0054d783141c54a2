package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.List;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * How long an event takes while 10,000 a second are published and consumed. 95 of 100
 * take no longer.
 */
public final class Latency10k implements BenchmarkCase {

	private static final int EVENTS = 30_000;

	private static final Duration INTERVAL = Duration.ofNanos(100_000);

	@Override
	public String name() {
		return "latency-10k";
	}

	@Override
	public List<Row> rows() {
		Limits limits = Limits.floor(1 / 1.15).orSlack(1);
		return List.of(Row.lower(name() + "-publish", "ms", limits.andBound(50)),
				Row.lower(name() + "-end-to-end", "ms", limits.andBound(100)));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		return new LatencyContest(workbench, 0.95).of(workbench.effort().events(EVENTS), INTERVAL);
	}

}
