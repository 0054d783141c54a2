package io.natsevents.benchmark.cases;

import java.util.ArrayList;
import java.util.List;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * One thread publishes 1,000 events a call.
 */
public final class PublishAll implements BenchmarkCase {

	private static final int EVENTS = 30_000;

	private static final int CALL = 1000;

	@Override
	public String name() {
		return "publish-all";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(name(), "events/s", Limits.floor(0.9).andCost(1.15, 1.3)));
	}

	@Override
	public boolean isQuick() {
		return true;
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		return new PublishContest(workbench).of(workbench.effort().events(EVENTS),
				(publisher, events) -> OurEvents.publish(publisher, events, CALL, OurEvents::number),
				(publisher, events) -> {
					for (int from = 0; from < events; from += CALL) {
						List<UserCreated> call = new ArrayList<>(CALL);
						for (int i = from; i < Math.min(from + CALL, events); i++) {
							call.add(UserCreated.number(i));
						}
						publisher.publishAll(call);
					}
				});
	}

}
