package io.natsevents.support;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A crash point that one of several processes is to reach: the first one.
 */
public final class Crash {

	private final String description;

	private final CrashPoint.Moment moment;

	private final Predicate<ProtocolMessage> message;

	private @Nullable Link link;

	public Crash(CrashPoint point) {
		this(point.toString(), point.moment(), point::matches);
	}

	/**
	 * Create a crash at a message.
	 * @param description what it is called when nobody reaches it
	 * @param moment on which side of the message
	 * @param message tells which message; is asked for each that a process sends
	 */
	public Crash(String description, CrashPoint.Moment moment, Predicate<ProtocolMessage> message) {
		this.description = description;
		this.moment = moment;
		this.message = message;
	}

	/**
	 * Wait until a process has reached it.
	 * @param limit how long to wait at most
	 * @return its link, which is frozen
	 */
	public Link await(Duration limit) {
		Awaitility.await(toString()).atMost(limit).pollInterval(Duration.ofMillis(10)).until(() -> {
			Link reached = link();
			return reached != null && reached.isFrozen();
		});
		return Objects.requireNonNull(link());
	}

	CrashPoint.Moment moment() {
		return this.moment;
	}

	boolean isReachedBy(ProtocolMessage message, Link link) {
		return this.message.test(message) && isFirst(link);
	}

	private synchronized boolean isFirst(Link link) {
		boolean first = this.link == null;
		if (first) {
			this.link = link;
		}
		return first;
	}

	private synchronized @Nullable Link link() {
		return this.link;
	}

	@Override
	public String toString() {
		return this.description;
	}

}
