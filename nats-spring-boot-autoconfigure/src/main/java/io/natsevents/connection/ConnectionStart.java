package io.natsevents.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets the application start, or not, by what its first attempts to connect come to.
 *
 * @param servers the servers, without secrets
 * @param settings say what to do when there is none
 * @param events know the last error
 */
record ConnectionStart(List<String> servers, ConnectionSettings settings, ConnectionEvents events) {

	private static final Log logger = LogFactory.getLog(ConnectionSupervisor.class);

	/**
	 * How long to begin new rounds over the servers.
	 * @return the time, or {@code null} for ever
	 */
	@Nullable Duration limit() {
		return switch (this.settings.startupFailurePolicy()) {
			case RETRY -> this.settings.startupTimeout();
			case STOP -> Duration.ZERO;
			case CONTINUE -> null;
		};
	}

	/**
	 * Wait for as long as the application may not start.
	 * @param loop connects
	 * @throws ConnectionFailedException when NATS cannot be reached and the start is to
	 * fail then
	 * @throws ConnectionUnavailableException when interrupted, or closed meanwhile
	 */
	void await(ConnectLoop loop) {
		switch (this.settings.startupFailurePolicy()) {
			case RETRY -> {
				Duration timeout = this.settings.startupTimeout();
				if (!connected(loop, loop.firstRound())) {
					logger.warn(outage() + "; trying for up to " + timeout.toMillis() + " ms");
					require(connected(loop, loop.end()), timeout);
				}
			}
			case STOP -> {
				long begun = System.nanoTime();
				require(connected(loop, loop.end()), Duration.ofNanos(System.nanoTime() - begun));
			}
			case CONTINUE -> {
				// A server that does not even refuse must not delay the start for long
				CompletableFuture<Boolean> tried = loop.firstRound()
					.completeOnTimeout(false, this.settings.connectTimeout().toNanos(), TimeUnit.NANOSECONDS);
				if (!connected(loop, tried)) {
					logger.warn(outage() + "; the application starts without it and goes on trying");
				}
			}
		}
	}

	private String outage() {
		return ConnectionUnavailableException.describe(this.servers, this.events.lastError());
	}

	private void require(boolean connected, Duration waited) {
		if (!connected) {
			throw new ConnectionFailedException(this.servers, waited, this.events.lastError());
		}
	}

	/**
	 * Wait without a time-out of our own: the loop has one, and Spring interrupts a
	 * thread that starts a context, so that it can be closed, only while it waits like
	 * this.
	 */
	private boolean connected(ConnectLoop loop, CompletableFuture<Boolean> result) {
		try {
			boolean connected = result.get();
			if (loop.isCancelled()) {
				throw new ConnectionUnavailableException(this.servers, "closed while connecting", null);
			}
			return connected;
		}
		catch (InterruptedException ex) {
			loop.cancel();
			Thread.currentThread().interrupt();
			throw new ConnectionUnavailableException(this.servers, "interrupted while connecting", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException("Connecting to NATS failed unexpectedly", ex.getCause());
		}
	}

}
