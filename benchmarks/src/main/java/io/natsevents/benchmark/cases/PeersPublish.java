package io.natsevents.benchmark.cases;

import java.util.List;

import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * What {@link PublishSync} does, beside micronaut-nats instead of the bare client.
 */
public final class PeersPublish implements BenchmarkCase {

	@Override
	public String name() {
		return "peers-publish";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(name(), "events/s", Limits.floor(1)));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		int events = workbench.effort().events(PublishSync.EVENTS);
		PublishContest contest = new PublishContest(workbench);
		MicronautProcess micronaut = workbench
			.closing(new MicronautProcess("publish", workbench.server().url(), String.valueOf(events)));
		return new Contest(contest.ours(events, PublishSync::publish), contest.side(events, micronaut::round));
	}

}
