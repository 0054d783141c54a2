package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;

/**
 * Sees what is asked of the JetStream API of a server, whoever asks.
 */
final class ApiWatch {

	private static final String API = "$JS.API.";

	private static final String PULL = API + "CONSUMER.MSG.NEXT.";

	private static final Pattern READING = Pattern
		.compile("(INFO|STREAM\\.(INFO|NAMES|LIST|MSG\\.GET)|CONSUMER\\.(INFO|NAMES|LIST|MSG\\.NEXT)|DIRECT\\.GET)"
				+ "(\\..+)?");

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final Duration NO_WAIT = Duration.ofNanos(1);

	private final Connection connection;

	private final Subscription subscription;

	private final List<String> requests = new ArrayList<>();

	private final Set<String> pulled = new HashSet<>();

	/**
	 * Begin to watch.
	 * @param connection asks for nothing while something is watched
	 */
	ApiWatch(Connection connection) {
		this.connection = connection;
		this.subscription = connection.subscribe(API + ">");
		this.subscription.setPendingLimits(0, 0);
	}

	/**
	 * Forget what was asked until now.
	 */
	void forget() throws Exception {
		takeAll();
		this.requests.clear();
		this.pulled.clear();
	}

	/**
	 * Wait until somebody has asked for messages of so many different consumers.
	 */
	void awaitPulled(int consumers) throws InterruptedException {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		while (this.pulled.size() < consumers) {
			Message request = this.subscription.nextMessage(Duration.ofNanos(deadline - System.nanoTime()));
			if (request == null) {
				throw new IllegalStateException("Of " + consumers + " consumers only " + this.pulled
						+ " were asked for messages within " + LIMIT.toSeconds() + " s");
			}
			take(request);
		}
	}

	/**
	 * What was asked for that changes something on the server.
	 * @return the requests, without what all begin with
	 */
	List<String> writes() throws Exception {
		takeAll();
		return this.requests.stream().filter((request) -> !READING.matcher(request).matches()).toList();
	}

	/**
	 * Everything the server was asked before the flush has come when that returns.
	 */
	private void takeAll() throws Exception {
		this.connection.flush(LIMIT);
		Message request = this.subscription.nextMessage(NO_WAIT);
		while (request != null) {
			take(request);
			request = this.subscription.nextMessage(NO_WAIT);
		}
	}

	private void take(Message request) {
		this.requests.add(request.getSubject().substring(API.length()));
		if (request.getSubject().startsWith(PULL)) {
			this.pulled.add(request.getSubject());
		}
	}

}
