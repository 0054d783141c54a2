package io.natsevents.support;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;

/**
 * A client without any of our code, which publishes and pulls every 50 ms whatever became
 * of the times before: nobody can notice earlier that the server is back.
 */
public final class BareClient implements AutoCloseable {

	private static final long INTERVAL_MILLIS = 50;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final byte[] PULL = "{\"batch\":1,\"no_wait\":true}".getBytes(StandardCharsets.UTF_8);

	private final Silence published = new Silence();

	private final Silence pulled = new Silence();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

	private final Connection connection;

	/**
	 * Connect and begin.
	 * @param url the server to connect to first
	 * @param subject where to publish; nothing should listen to it
	 * @param stream the stream of the consumer
	 * @param durable the consumer to pull from, which may be somebody else's
	 */
	public BareClient(String url, String subject, String stream, String durable) throws Exception {
		this.connection = Nats.connect(Options.builder()
			.server(url)
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(INTERVAL_MILLIS))
			.reconnectJitter(Duration.ofMillis(1))
			.errorListener(new ErrorListener() {
			})
			.build());
		byte[] body = "bare".getBytes(StandardCharsets.UTF_8);
		every(() -> this.connection.requestWithTimeout(subject, body, TIMEOUT).thenAccept(this::confirmed));
		String next = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + durable;
		every(() -> this.connection.requestWithTimeout(next, PULL, TIMEOUT).thenAccept(this::answered));
	}

	private void every(Runnable attempt) {
		this.thread.scheduleAtFixedRate(() -> {
			try {
				if (this.connection.getStatus() == Connection.Status.CONNECTED) {
					attempt.run();
				}
			}
			catch (RuntimeException ex) {
				// Not connected any more, for one; the next attempt may be luckier
			}
		}, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void confirmed(Message reply) {
		if (!reply.isStatusMessage() && !new String(reply.getData(), StandardCharsets.UTF_8).contains("\"error\"")) {
			this.published.broken();
		}
	}

	/** "No messages" is an answer of the consumer, too. */
	private void answered(Message reply) {
		if (reply.isStatusMessage()) {
			if (reply.getStatus().getCode() == 404) {
				this.pulled.broken();
			}
			return;
		}
		this.pulled.broken();
		reply.nak();
	}

	public Silence published() {
		return this.published;
	}

	public Silence pulled() {
		return this.pulled;
	}

	@Override
	public void close() throws InterruptedException {
		this.thread.shutdownNow();
		this.connection.close();
	}

}
