package io.natsevents.listen;

import java.time.Clock;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps track of what a listener is doing, and logs what an operator should know.
 */
final class ListenerStatus {

	private static final Log logger = LogFactory.getLog(ListenerStatus.class);

	private final String listenerId;

	private final Clock clock;

	private final BooleanSupplier changed;

	private volatile ListenerState state;

	private volatile boolean worked;

	ListenerStatus(String listenerId, Clock clock) {
		this(listenerId, clock, () -> false);
	}

	/**
	 * Begin with a listener that is stopped.
	 * @param listenerId id of the listener
	 * @param clock tells when phases begin
	 * @param changed is told of every new phase, and returns whether it sees to the log
	 */
	ListenerStatus(String listenerId, Clock clock, BooleanSupplier changed) {
		this.listenerId = listenerId;
		this.clock = clock;
		this.changed = changed;
		this.state = new ListenerState(Phase.STOPPED, null, clock.instant());
	}

	ListenerState get() {
		return this.state;
	}

	void become(Phase phase) {
		become(phase, null);
	}

	void become(Phase phase, @Nullable String reason) {
		if (isAlready(phase, reason)) {
			return;
		}
		ListenerState before;
		synchronized (this) {
			before = this.state;
			// A failed listener may still be finishing: only a new start ends its state
			if (isAlready(phase, reason) || (before.phase() == Phase.FAILED && phase != Phase.STARTING)) {
				return;
			}
			this.state = new ListenerState(phase, reason,
					(before.phase() == phase) ? before.since() : this.clock.instant());
		}
		if (before.phase() != phase && !this.changed.getAsBoolean()) {
			log(before.phase(), phase, reason);
		}
	}

	private boolean isAlready(Phase phase, @Nullable String reason) {
		ListenerState known = this.state;
		return known.phase() == phase && Objects.equals(known.reason(), reason);
	}

	private void log(Phase before, Phase phase, @Nullable String reason) {
		if (phase == Phase.WAITING_FOR_CONNECTION) {
			// The connection says so once for all listeners
			logger.debug("Listener " + this.listenerId + " is " + phase);
		}
		else if (!phase.isExpected()) {
			logger.warn("Listener " + this.listenerId + " is " + phase + ": " + reason);
		}
		else if (!before.isExpected()) {
			logger.info("Listener " + this.listenerId + " is " + phase + (this.worked ? " again" : ""));
		}
		this.worked |= phase == Phase.PULLING;
	}

}
