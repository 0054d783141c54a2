package io.natsevents.listen;

import java.time.Duration;

import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Says how many messages may be asked for: as the window has room, as the pace allows,
 * and after a disruption as catching up takes. Belongs to the thread that pulls.
 */
final class PullRoom {

	private final InFlightWindow window;

	private final PullPace pace;

	private final CatchUp catchUp;

	PullRoom(InFlightWindow window, PullPace pace, CatchUp catchUp) {
		this.window = window;
		this.pace = pace;
		this.catchUp = catchUp;
	}

	/**
	 * Something was disrupted, so what comes may not be what is next.
	 */
	void disrupted() {
		this.catchUp.begin();
	}

	boolean isCatchingUp() {
		return !this.catchUp.isOver();
	}

	/**
	 * Whether the server does not tell what there is to catch up with.
	 */
	boolean isUnanswered() {
		return isCatchingUp() && this.catchUp.isUnanswered();
	}

	/**
	 * What is waited for.
	 */
	@Nullable String reason() {
		return this.catchUp.reason();
	}

	/**
	 * A message has come that was asked for.
	 */
	void received(Message message) {
		NatsJetStreamMetaData delivery = message.metaData();
		this.catchUp.received(delivery.consumerSequence(), delivery.deliveredCount());
	}

	boolean isEverythingSettled() {
		return this.window.held() == 0;
	}

	/**
	 * Whether the handlers have enough to do for a moment.
	 */
	boolean isWellFilled() {
		return this.window.isWellFilled();
	}

	/**
	 * Wait until there is room. To be called while nothing is asked for.
	 * @param limit how long to wait at most
	 * @param abandoned how many requests of this instance the server may still serve
	 * @return how many messages to ask for, or 0 when there is still no room
	 */
	int await(Duration limit, int abandoned) throws InterruptedException {
		int free = isCatchingUp() ? this.catchUp.awaitRoom(limit, abandoned) : this.window.awaitRoom(limit.toNanos());
		return (free > 0) ? this.pace.allow(free) : 0;
	}

}
