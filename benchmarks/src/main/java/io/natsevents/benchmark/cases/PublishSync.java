package io.natsevents.benchmark.cases;

import java.util.List;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.publish.EventPublisher;

/**
 * One thread publishes an event, waits for its confirmation, and goes on to the next.
 */
public final class PublishSync implements BenchmarkCase {

	static final int EVENTS = 5_000;

	@Override
	public String name() {
		return "publish-sync";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(name(), "events/s", Limits.floor(0.95).andCost(1.15, 1.3)));
	}

	@Override
	public boolean isQuick() {
		return true;
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		return new PublishContest(workbench).of(workbench.effort().events(EVENTS), PublishSync::publish,
				(publisher, events) -> {
					for (int i = 0; i < events; i++) {
						UserCreated data = UserCreated.number(i);
						publisher.publish(BareEvent.of(data, data.userId()));
					}
				});
	}

	static void publish(EventPublisher publisher, int events) {
		for (int i = 0; i < events; i++) {
			publisher.publish(OurEvents.number(i));
		}
	}

}
