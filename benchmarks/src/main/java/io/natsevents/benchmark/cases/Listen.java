package io.natsevents.benchmark.cases;

import java.util.List;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.listen.JetStreamListener;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A listener with the default settings works off a backlog.
 */
public final class Listen implements BenchmarkCase {

	static final int BACKLOG = 200_000;

	/** One side takes about a second for them, so that there are several rounds. */
	static final int EVENTS = 40_000;

	@Override
	public String name() {
		return "listen";
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
		return contest(workbench).of(Application.class,
				(consumer, reader, events, countdown) -> consumer.consume(events, (message) -> {
					reader.read(message.getData());
					countdown.handled();
				}));
	}

	/**
	 * Store the backlog.
	 */
	static ListenContest contest(Workbench workbench) throws Exception {
		return new ListenContest(workbench, workbench.effort().events(EVENTS), workbench.effort().events(BACKLOG));
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
		void on(UserCreated user) {
			this.countdown.handled();
		}

	}

}
