package io.natsevents.benchmark.cases;

import java.util.List;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * What {@link Listen} does, beside micronaut-nats instead of the bare client. The time of
 * both counts from their first event.
 */
public final class PeersListen implements BenchmarkCase {

	private static final int EVENTS = 100_000;

	@Override
	public String name() {
		return "peers-listen";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(name(), "events/s", Limits.floor(1)));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		int events = workbench.effort().events(EVENTS);
		// What micronaut had left of a larger backlog it would go on with meanwhile
		ListenContest contest = new ListenContest(workbench, events, events);
		MicronautProcess micronaut = workbench.closing(new MicronautProcess("listen", workbench.server().url(),
				"AUTH_EVENTS", "micronaut", String.valueOf(events)));
		return new Contest(contest.ours(Listen.Application.class), () -> List.of(micronaut.round()));
	}

}
