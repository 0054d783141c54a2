package io.natsevents.benchmark.cases;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.benchmark.run.BenchmarkCase;
import io.natsevents.benchmark.run.Contest;
import io.natsevents.benchmark.run.Limits;
import io.natsevents.benchmark.run.Row;
import io.natsevents.benchmark.run.Workbench;
import io.natsevents.listen.JetStreamListener;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A listener that keeps the order of each entity, and whose handler takes a millisecond,
 * works off a backlog with 8 handlers at a time.
 */
public final class ListenKey implements BenchmarkCase {

	private static final int EVENTS = 16_000;

	/**
	 * Few enough that now and then several events of one are in the window.
	 */
	private static final int ENTITIES = 1000;

	private static final int CONCURRENCY = 8;

	private static final long HANDLING_NANOS = 1_000_000;

	@Override
	public String name() {
		return "listen-key";
	}

	@Override
	public List<Row> rows() {
		return List.of(Row.higher(name(), "events/s", Limits.floor(0.9)));
	}

	@Override
	public Contest open(Workbench workbench) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY);
		// They live longer than a round, or what they allocate would not be seen
		workbench.closing(threads::shutdownNow);
		int events = workbench.effort().events(EVENTS);
		return new ListenContest(workbench, events, events, ListenKey::data).of(Application.class,
				(consumer, reader, count, countdown) -> {
					KeyOrder order = new KeyOrder();
					consumer.consumeByKey(count, threads, (message) -> reader.read(message.getData()),
							BareEvent::subject, (event) -> {
								handle(event.data(), order);
								countdown.handled();
							});
					order.verify();
				});
	}

	/**
	 * The entities are scattered, the same way each time; the time tells the order.
	 */
	private static UserCreated data(int number) {
		return UserCreated.number(new SplittableRandom(number).nextInt(ENTITIES)).at(number);
	}

	private static void handle(UserCreated user, KeyOrder order) {
		order.begin(user.userId(), user.createdAt());
		long end = System.nanoTime() + HANDLING_NANOS;
		long left = HANDLING_NANOS;
		while (left > 0) {
			LockSupport.parkNanos(left);
			left = end - System.nanoTime();
		}
		order.end(user.userId(), user.createdAt());
	}

	@EnableAutoConfiguration
	static class Application {

		@Bean
		Countdown countdown() {
			return new Countdown();
		}

		@Bean
		KeyOrder keyOrder() {
			return new KeyOrder();
		}

		@Bean
		Handler listener(Countdown countdown, KeyOrder order) {
			return new Handler(countdown, order);
		}

	}

	record Handler(Countdown countdown, KeyOrder order) {

		@JetStreamListener(value = UserCreated.TYPE, id = ListenContest.LISTENER, autoStartup = "false",
				ordering = "key", concurrency = "" + CONCURRENCY)
		void on(UserCreated user) {
			handle(user, this.order);
			this.countdown.handled();
		}

	}

}
