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
import org.jspecify.annotations.Nullable;

/**
 * A client without any of our code, which publishes and asks a consumer every 50 ms
 * whatever became of the times before: nobody can notice earlier that the server is back.
 */
public final class BareClient implements AutoCloseable {

	private static final long INTERVAL_MILLIS = 50;

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Silence published = new Silence();

	private final Silence answered = new Silence();

	private final Silence delivered = new Silence();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

	private final ScheduledExecutorService puller = Executors.newSingleThreadScheduledExecutor();

	private final String subject;

	private final Connection connection;

	/**
	 * Connect and begin.
	 * @param url the server to connect to first, or several
	 * @param pingInterval how often to find out whether the connection still works
	 * @param subject where to publish; nothing should listen to it
	 * @param question asks a consumer for something; only its leader answers
	 */
	public BareClient(String url, Duration pingInterval, String subject, Question question) throws Exception {
		this.subject = subject;
		this.connection = Nats.connect(Options.builder()
			.server(url)
			.connectionName("bare")
			.pingInterval(pingInterval)
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(INTERVAL_MILLIS))
			.reconnectJitter(Duration.ofMillis(1))
			.errorListener(new ErrorListener() {
			})
			.build());
		byte[] body = "bare".getBytes(StandardCharsets.UTF_8);
		every(() -> this.connection.requestWithTimeout(subject, body, TIMEOUT).thenAccept(this::confirmed));
		every(() -> this.connection.requestWithTimeout(question.subject(), question.body(), TIMEOUT)
			.thenAccept((reply) -> answered(reply, question)));
	}

	/**
	 * Begin to pull what it publishes from a durable of its own, which is created when it
	 * is missing.
	 * @param stream the stream that takes the subject
	 * @param durable name of the durable
	 */
	public void pull(String stream, String durable) {
		this.puller.scheduleWithFixedDelay(new BarePull(this.connection, stream, durable, this.subject, this.delivered),
				0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
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
		if (isGranted(reply)) {
			this.published.broken();
		}
	}

	private static boolean isGranted(Message reply) {
		return !reply.isStatusMessage() && !new String(reply.getData(), StandardCharsets.UTF_8).contains("\"error\"");
	}

	/** "No messages" is an answer of the consumer, too. */
	private void answered(Message reply, Question question) {
		if ((isGranted(reply) && question.isAnsweredBy(reply))
				|| (reply.isStatusMessage() && reply.getStatus().getCode() == 404)) {
			this.answered.broken();
		}
	}

	public Silence published() {
		return this.published;
	}

	public Silence answered() {
		return this.answered;
	}

	public Silence delivered() {
		return this.delivered;
	}

	@Override
	public void close() throws InterruptedException {
		this.thread.shutdownNow();
		this.puller.shutdownNow();
		this.connection.close();
	}

	/**
	 * What to ask a consumer for.
	 *
	 * @param subject where the request goes to
	 * @param body of the request, {@code null} for none
	 * @param proof what an answer contains when the consumer can deliver
	 */
	public record Question(String subject, byte @Nullable [] body, String proof) {

		/**
		 * Pull one message, if there is one. It is not told apart from none: the client
		 * knows an answer by its subject, and a message keeps its own.
		 */
		public static Question pull(String stream, String durable) {
			return new Question("$JS.API.CONSUMER.MSG.NEXT." + stream + "." + durable,
					"{\"batch\":1,\"no_wait\":true}".getBytes(StandardCharsets.UTF_8), "");
		}

		/**
		 * Ask how a consumer with three replicas is, which takes nothing from those who
		 * pull from it. Its leader answers without a quorum, too, and delivers nothing
		 * then.
		 */
		public static Question info(String stream, String durable) {
			return new Question("$JS.API.CONSUMER.INFO." + stream + "." + durable, null, "\"current\":true");
		}

		private boolean isAnsweredBy(Message reply) {
			return new String(reply.getData(), StandardCharsets.UTF_8).contains(this.proof);
		}

	}

}
