package io.natsevents.benchmark.bare;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullRequestOptions;
import io.nats.client.PullSubscribeOptions;

/**
 * Consumes from a durable consumer on a thread of its own until it is closed. What was
 * asked for before a connection was lost is asked for again as soon as it is back. Asks
 * for no heartbeats.
 */
public final class BarePullLoop implements AutoCloseable {

	private static final PullRequestOptions PULL = PullRequestOptions.builder(500)
		.expiresIn(Duration.ofSeconds(30))
		.build();

	private static final Duration WAIT = Duration.ofSeconds(1);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final long LIMIT_MILLIS = 10_000;

	private final Connection connection;

	private final Consumer<Message> handler;

	private final JetStreamSubscription subscription;

	private final ConnectionListener whenBack = (connection, event) -> {
		if (event == ConnectionListener.Events.RESUBSCRIBED) {
			pull();
		}
	};

	private final Thread thread;

	private volatile boolean closed;

	/** What was asked for and has not come. */
	private int outstanding;

	/**
	 * Begin.
	 * @param connection the connection
	 * @param stream the stream
	 * @param durable name of the consumer, which must be there
	 * @param handler handles the message of one event
	 * @throws IOException when the server does not answer
	 * @throws JetStreamApiException when the server refuses
	 */
	public BarePullLoop(Connection connection, String stream, String durable, Consumer<Message> handler)
			throws IOException, JetStreamApiException {
		this.connection = connection;
		this.handler = handler;
		this.subscription = connection.jetStream().subscribe(null, PullSubscribeOptions.fastBind(stream, durable));
		connection.addConnectionListener(this.whenBack);
		pull();
		this.thread = new Thread(this::run, "bare-" + durable);
		this.thread.start();
	}

	private void run() {
		try {
			while (!this.closed) {
				step();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void step() throws InterruptedException {
		long before = System.nanoTime();
		try {
			Message message = this.subscription.nextMessage(WAIT);
			if (message != null) {
				this.handler.accept(message);
				message.ack();
				received();
			}
			else if (System.nanoTime() - before < WAIT.toNanos()) {
				// The server has ended the request
				pull();
			}
		}
		catch (IllegalStateException ex) {
			// The server has ended the request, or there is no connection
			LockSupport.parkNanos(PAUSE_NANOS);
			if (!this.closed) {
				pull();
			}
		}
	}

	private synchronized void received() {
		this.outstanding--;
		if (this.outstanding == 0) {
			pull();
		}
	}

	private synchronized void pull() {
		this.subscription.pull(PULL);
		this.outstanding = PULL.getBatchSize();
	}

	/**
	 * End; the durable consumer stays.
	 */
	@Override
	public void close() throws InterruptedException {
		this.closed = true;
		this.connection.removeConnectionListener(this.whenBack);
		this.subscription.unsubscribe();
		this.thread.join(LIMIT_MILLIS);
	}

}
