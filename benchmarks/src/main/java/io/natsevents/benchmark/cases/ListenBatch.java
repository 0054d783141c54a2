package io.natsevents.benchmark.cases;

import java.util.List;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.event.Event;
import io.natsevents.listen.JetStreamListener;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A listener that takes batches works off a backlog.
 */
public final class ListenBatch implements BenchmarkCase {

	/** As many as a listener takes at most. */
	private static final int BATCH = 250;

	@Override
	public String name() {
		return "listen-batch";
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
		return Listen.contest(workbench)
			.of(Application.class,
					(consumer, reader, events, countdown) -> consumer.consumeBatches(events, BATCH,
							(messages) -> messages.stream()
								.map((message) -> reader.read(message.getData()))
								.toList()
								.forEach((event) -> countdown.handled())));
	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		Countdown countdown() {
			return new Countdown();
		}

		@Bean
		Handler listener(Countdown countdown) {
			return new Handler(countdown);
		}

	}

	record Handler(Countdown countdown) {

		@JetStreamListener(value = UserCreated.TYPE, id = ListenContest.LISTENER, autoStartup = "false")
		void on(List<Event<UserCreated>> users) {
			users.forEach((user) -> this.countdown.handled());
		}

	}

}
