package io.natsevents.listen;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Pull requests of which nothing was heard any more, and which the server may therefore
 * still serve: a connection that was lost looks alive to it for as long as nothing tells
 * it otherwise, and it deals messages out to all requests in turn. Not thread-safe.
 */
final class AbandonedRequests {

	/** A request may have reached the server late. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private final Map<String, Long> deadlines = new HashMap<>();

	/**
	 * Add a request.
	 * @param request where it was to be answered
	 * @param pulledAt when it was made, of {@link System#nanoTime()}
	 * @param expires when the server was to end it
	 */
	void add(String request, long pulledAt, Duration expires) {
		this.deadlines.put(request, pulledAt + expires.plus(GRACE).toNanos());
	}

	/**
	 * The server has ended a request.
	 */
	void ended(String request) {
		this.deadlines.remove(request);
	}

	/**
	 * How many may still be served.
	 */
	int count(long now) {
		this.deadlines.values().removeIf((deadline) -> now - deadline > 0);
		return this.deadlines.size();
	}

}
