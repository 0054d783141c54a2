package io.natsevents.benchmark.cases;

import java.util.List;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.cases.ListenContest.Countdown;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.listen.JetStreamListener;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/**
 * A listener with the default settings works off a backlog.
 */
public final class Listen implements BenchmarkCase {

	static final int EVENTS = 200_000;

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
		return new ListenContest(workbench, workbench.effort().events(EVENTS)).of(Application.class,
				(consumer, reader, events) -> consumer.consume(events, (message) -> reader.read(message.getData())));
	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		Countdown countdown() {
			return new Countdown();
		}

		@Bean(ListenContest.LISTENER)
		@Scope("prototype")
		Handler listener(Countdown countdown) {
			return new Handler(countdown);
		}

	}

	record Handler(Countdown countdown) {

		@JetStreamListener(value = UserCreated.TYPE, id = "${benchmark.durable}", durable = "${benchmark.durable}",
				autoStartup = "false")
		void on(UserCreated user) {
			this.countdown.handled();
		}

	}

}
