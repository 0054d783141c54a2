package io.natsevents.listen;

import java.time.Clock;

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

	private volatile ListenerState state;

	ListenerStatus(String listenerId, Clock clock) {
		this.listenerId = listenerId;
		this.clock = clock;
		this.state = new ListenerState(Phase.STOPPED, null, clock.instant());
	}

	ListenerState get() {
		return this.state;
	}

	void become(Phase phase) {
		become(phase, null);
	}

	void become(Phase phase, @Nullable String reason) {
		ListenerState before = this.state;
		if (before.phase() == phase && (reason == null || reason.equals(before.reason()))) {
			return;
		}
		synchronized (this) {
			this.state = new ListenerState(phase, reason,
					(this.state.phase() == phase) ? this.state.since() : this.clock.instant());
		}
		if (!phase.isExpected() && before.phase() != phase) {
			logger.warn("Listener " + this.listenerId + " is " + phase + ": " + reason);
		}
		else if (!before.phase().isExpected()) {
			logger.info("Listener " + this.listenerId + " is " + phase + " again");
		}
	}

}
