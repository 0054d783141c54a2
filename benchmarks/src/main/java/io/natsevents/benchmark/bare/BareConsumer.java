package io.natsevents.benchmark.bare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;

/**
 * Consumes from a durable consumer of its own in a pull loop.
 */
public final class BareConsumer {

	/** As much as a listener holds by default. */
	private static final int WINDOW = 500;

	private static final Duration WAIT = Duration.ofSeconds(10);

	private final JetStreamSubscription subscription;

	/** What was asked for and has not come. */
	private int outstanding;

	/**
	 * Create the durable consumer and subscribe.
	 * @param connection the connection
	 * @param stream the stream
	 * @param durable name of the consumer
	 * @param subject what to consume
	 * @throws Exception when the server refuses
	 */
	public BareConsumer(Connection connection, String stream, String durable, String subject) throws Exception {
		connection.jetStreamManagement().addOrUpdateConsumer(stream, BareDurable.of(durable, subject));
		this.subscription = connection.jetStream().subscribe(null, PullSubscribeOptions.fastBind(stream, durable));
	}

	/**
	 * Handle events one by one, and acknowledge each.
	 * @param events how many
	 * @param handler handles the message of one
	 * @throws Exception when they do not come
	 */
	public void consume(int events, Consumer<Message> handler) throws Exception {
		for (int i = 0; i < events; i++) {
			Message message = next();
			handler.accept(message);
			message.ack();
		}
	}

	/**
	 * Handle events in batches of what has come, and acknowledge each event.
	 * @param events how many
	 * @param limit how many in a batch at most
	 * @param handler handles the messages of one batch
	 * @throws Exception when they do not come
	 */
	public void consumeBatches(int events, int limit, Consumer<List<Message>> handler) throws Exception {
		List<Message> batch = new ArrayList<>(limit);
		for (int handled = 0; handled < events; handled += batch.size()) {
			batch.clear();
			batch.add(next());
			while (batch.size() < limit && handled + batch.size() < events && this.outstanding > 0) {
				batch.add(next());
			}
			handler.accept(batch);
			batch.forEach(Message::ack);
		}
	}

	/**
	 * Handle events side by side, those of one key one after the other. Each is
	 * acknowledged, and that confirmed, before the next of its key: an acknowledgement
	 * that got lost would bring it again behind later ones.
	 * @param events how many
	 * @param threads as many as are handled at a time
	 * @param reader reads the message of one
	 * @param key its key
	 * @param handler handles it
	 * @param <E> an event
	 * @throws Exception when they do not come, or are not handled
	 */
	public <E> void consumeByKey(int events, ExecutorService threads, Function<Message, E> reader,
			Function<E, String> key, Consumer<E> handler) throws Exception {
		BareLanes lanes = new BareLanes(threads);
		Semaphore window = new Semaphore(WINDOW);
		for (int i = 0; i < events; i++) {
			ask(window);
			Message message = receive();
			E event = reader.apply(message);
			lanes.submit(key.apply(event), () -> {
				handler.accept(event);
				acknowledge(message);
				window.release();
			});
		}
		awaitRoom(window, WINDOW - this.outstanding);
	}

	/**
	 * Ask for more when half of the window is free.
	 * @param window has room for what neither waits here nor was asked for
	 */
	private void ask(Semaphore window) throws Exception {
		if (this.outstanding == 0) {
			awaitRoom(window, WINDOW / 2);
		}
		else if (!window.tryAcquire(WINDOW / 2)) {
			return;
		}
		this.subscription.pull(WINDOW / 2);
		this.outstanding += WINDOW / 2;
	}

	private static void acknowledge(Message message) {
		try {
			message.ackSync(WAIT);
		}
		catch (TimeoutException | InterruptedException ex) {
			throw new IllegalStateException(
					"The acknowledgement of " + message.metaData().streamSequence() + " was not confirmed", ex);
		}
	}

	private static void awaitRoom(Semaphore window, int room) throws Exception {
		if (!window.tryAcquire(room, WAIT.toSeconds(), TimeUnit.SECONDS)) {
			throw new IllegalStateException("Only " + window.availablePermits() + " of " + room
					+ " events were handled within " + WAIT.toSeconds() + " s");
		}
	}

	/**
	 * The next message. More is asked for when half of the window is free, so that it is
	 * on its way while the other half is handled.
	 */
	private Message next() throws Exception {
		if (this.outstanding <= WINDOW / 2) {
			this.subscription.pull(WINDOW / 2);
			this.outstanding += WINDOW / 2;
		}
		return receive();
	}

	private Message receive() throws Exception {
		Message message = this.subscription.nextMessage(WAIT);
		while (message != null && !message.isJetStream()) {
			message = this.subscription.nextMessage(WAIT);
		}
		if (message == null) {
			throw new IllegalStateException(
					"No message for " + WAIT.toSeconds() + " s; " + this.outstanding + " are still to come");
		}
		this.outstanding--;
		return message;
	}

	/**
	 * End the subscription; the durable consumer stays.
	 */
	public void close() {
		this.subscription.unsubscribe();
	}

}
