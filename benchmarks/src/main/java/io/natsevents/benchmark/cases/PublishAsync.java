package io.natsevents.benchmark.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * One thread publishes without waiting, with 1,000 events unconfirmed at a time.
 */
public final class PublishAsync implements BenchmarkCase {

	private static final int EVENTS = 30_000;

	@Override
	public String name() {
		return "publish-async";
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
		return new PublishContest(workbench).of(workbench.effort().events(EVENTS), (publisher, events) -> {
			List<CompletableFuture<?>> results = new ArrayList<>(events);
			for (int i = 0; i < events; i++) {
				results.add(publisher.publishAsync(OurEvents.number(i)));
			}
			awaitAll(results);
		}, (publisher, events) -> {
			List<CompletableFuture<?>> results = new ArrayList<>(events);
			for (int i = 0; i < events; i++) {
				UserCreated data = UserCreated.number(i);
				results.add(publisher.publishAsync(BareEvent.of(data, data.userId())));
			}
			awaitAll(results);
		});
	}

	private static void awaitAll(List<CompletableFuture<?>> results) throws Exception {
		for (CompletableFuture<?> result : results) {
			result.get(30, TimeUnit.SECONDS);
		}
	}

}
