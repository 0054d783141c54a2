package io.natsevents.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import io.nats.client.Connection;
import io.nats.client.Subscription;

/**
 * Lets flushes and drains of a connection happen one at a time.
 * <p>
 * The client sends a ping for each, and takes more than two unanswered pings for a dead
 * server: listeners that stop, or begin anew, at the same moment would cut the very
 * connection they wait for (tried on jnats 2.26.2).
 */
final class FlushTurns {

	private final ReentrantLock turn = new ReentrantLock(true);

	void flush(Connection connection, Duration limit) throws TimeoutException, InterruptedException {
		take(limit);
		try {
			connection.flush(limit);
		}
		finally {
			this.turn.unlock();
		}
	}

	CompletableFuture<Boolean> drain(Subscription subscription, Duration limit)
			throws TimeoutException, InterruptedException {
		take(limit);
		try {
			return subscription.drain(limit);
		}
		finally {
			this.turn.unlock();
		}
	}

	private void take(Duration limit) throws TimeoutException, InterruptedException {
		if (!this.turn.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
			throw new TimeoutException("others have been waiting for the server for " + limit.toMillis() + " ms");
		}
	}

}
