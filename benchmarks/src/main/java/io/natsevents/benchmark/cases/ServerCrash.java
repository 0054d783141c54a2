package io.natsevents.benchmark.cases;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.natsevents.benchmark.UserCreated;
import io.natsevents.benchmark.bare.BareEvent;
import io.natsevents.benchmark.bare.BareEvents;
import io.natsevents.benchmark.bare.BarePublisher;
import io.natsevents.test.NatsServer;

/**
 * Kills a server that somebody consumes from, starts it again, and publishes an event as
 * soon as it accepts connections.
 */
final class ServerCrash {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private final NatsServer server;

	private final Options options;

	private final BareEvents events;

	private int published;

	ServerCrash(NatsServer server, BareEvents events) {
		this.server = server;
		this.options = Options.builder().server(server.url()).noReconnect().errorListener(new ErrorListener() {
		}).build();
		this.events = events;
	}

	/**
	 * Crash once the consumer at work has handled an event.
	 * @param arrivals is told what the consumer handles
	 * @param limit how long to wait for the event after the crash
	 * @return seconds from the first connection to its handling, or the limit
	 */
	double secondsToNext(Arrivals arrivals, Duration limit) throws Exception {
		String first;
		try (Connection connection = Nats.connect(this.options)) {
			first = publish(connection);
		}
		require(arrivals.await(first, LIMIT), "No event was handled before the crash");
		this.server.kill();
		CompletableFuture<Void> starting = CompletableFuture.runAsync(this.server::start);
		try (Connection connection = connect()) {
			long accepting = System.nanoTime();
			String next = publish(connection);
			OptionalLong handled = arrivals.await(next, limit);
			starting.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
			return handled.isPresent() ? (handled.getAsLong() - accepting) / 1e9 : limit.toMillis() / 1e3;
		}
	}

	private static void require(OptionalLong handled, String otherwise) {
		if (handled.isEmpty()) {
			throw new IllegalStateException(otherwise);
		}
	}

	private Connection connect() throws IOException, InterruptedException {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		while (true) {
			try {
				return Nats.connect(this.options);
			}
			catch (IOException ex) {
				if (System.nanoTime() > deadline) {
					throw ex;
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

	/**
	 * Publish an event that no other is like.
	 * @return the user it is about
	 */
	private String publish(Connection connection) throws Exception {
		UserCreated data = UserCreated.number(++this.published);
		new BarePublisher(connection, this.events).publish(BareEvent.of(data, data.userId()));
		return data.userId();
	}

}
