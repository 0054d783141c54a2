package io.natsevents.benchmark.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;

/**
 * 64 threads publish at the same time. Each waits for the confirmation of its event
 * before it goes on to its next.
 */
public final class PublishSync64 implements BenchmarkCase {

	private static final int EVENTS = 60_000;

	private static final int THREADS = 64;

	private static final long LIMIT_SECONDS = 60;

	@Override
	public String name() {
		return "publish-sync-64";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(name(), "events/s", Limits.REPORTED));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		// They outlive a round, or what they allocate would not be counted
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		workbench.closing(threads::shutdownNow);
		return new PublishContest(workbench).of(workbench.effort().events(EVENTS),
				(publisher, events) -> inParallel(threads, events,
						(number) -> publisher.publish(OurEvents.number(number))),
				(publisher, events) -> inParallel(threads, events, (number) -> {
					UserCreated data = UserCreated.number(number);
					publisher.publish(BareEvent.of(data, data.userId()));
				}));
	}

	private static void inParallel(ExecutorService threads, int events, Publishing publishing) throws Exception {
		List<Future<?>> all = new ArrayList<>(THREADS);
		for (int thread = 0; thread < THREADS; thread++) {
			int first = thread;
			all.add(threads.submit(() -> {
				for (int number = first; number < events; number += THREADS) {
					publishing.publish(number);
				}
				return null;
			}));
		}
		for (Future<?> one : all) {
			one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
	}

	/**
	 * Publishes one event and waits for its confirmation.
	 */
	@FunctionalInterface
	private interface Publishing {

		void publish(int number) throws Exception;

	}

}
