package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.natsevents.deadletter.StoredPosition;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One message while this instance holds it: from its arrival until it is settled.
 * <p>
 * It waits, its handler runs, it is settled. While it waits the container keeps its claim
 * by telling the server that work is in progress.
 */
final class Delivery {

	private static final Log logger = LogFactory.getLog(Delivery.class);

	private final Message message;

	private final boolean replaying;

	private final NatsJetStreamMetaData metaData;

	private final StoredPosition position;

	private final int triesHere;

	private final long restsUntil;

	private final AtomicBoolean settled = new AtomicBoolean();

	private volatile long claimedAt;

	private volatile long startedAt;

	private volatile boolean running;

	private volatile boolean toComeAgain;

	private volatile boolean acknowledged;

	private volatile long lastDelivery;

	private volatile @Nullable LoneRun loneRun;

	Delivery(Message message) {
		this(message, false);
	}

	/**
	 * Take a message.
	 * @param message the message
	 * @param replaying whether its event is handled once more on purpose
	 */
	Delivery(Message message, boolean replaying) {
		this.message = message;
		this.replaying = replaying;
		this.metaData = message.metaData();
		this.position = new StoredPosition(this.metaData.getStream(), this.metaData.streamSequence(),
				this.metaData.timestamp().toInstant());
		this.triesHere = 0;
		this.restsUntil = 0;
		this.lastDelivery = this.metaData.deliveredCount();
		this.claimedAt = System.nanoTime();
		this.startedAt = this.claimedAt;
	}

	private Delivery(Delivery before, int triesHere, long restsUntil) {
		this.message = before.message;
		this.replaying = before.replaying;
		this.metaData = before.metaData;
		this.position = before.position;
		this.triesHere = triesHere;
		this.restsUntil = restsUntil;
		this.lastDelivery = before.lastDelivery;
		this.claimedAt = before.claimedAt;
		this.startedAt = before.startedAt;
	}

	/**
	 * Have the event handled again without giving it back: what the server would deliver
	 * next.
	 * @param restsUntil when, as {@link System#nanoTime()} tells it
	 * @param tried whether it was handled, which counts as a delivery
	 */
	Delivery again(long restsUntil, boolean tried) {
		return new Delivery(this, tried ? this.triesHere + 1 : this.triesHere, restsUntil);
	}

	Message message() {
		return this.message;
	}

	/**
	 * It is over, and its event is not: it is handled again, here or elsewhere.
	 */
	void comesAgain() {
		this.toComeAgain = true;
	}

	boolean isToComeAgain() {
		return this.toComeAgain;
	}

	/**
	 * How often its event was delivered, those included that were repeated here.
	 */
	long deliveryCount() {
		return this.metaData.deliveredCount() + this.triesHere;
	}

	/**
	 * How often the server has delivered its event. A later delivery of one that is held
	 * is not handled and no attempt, but the server counts it.
	 */
	long deliveriesByServer() {
		return this.lastDelivery;
	}

	/**
	 * The server has delivered its event once more.
	 */
	void deliveredAgain(Delivery later) {
		this.lastDelivery = Math.max(this.lastDelivery, later.lastDelivery);
	}

	StoredPosition position() {
		return this.position;
	}

	/**
	 * Until when it is not to be handled, as {@link System#nanoTime()} tells it, or 0.
	 */
	long restsUntil() {
		return this.restsUntil;
	}

	DeliveryContext context(String listenerId) {
		return new DeliveryContext(listenerId, this.position.stream(), this.message.getSubject(),
				this.position.sequence(), this.position.storedAt(), deliveryCount(), this.replaying);
	}

	long sequence() {
		return this.metaData.streamSequence();
	}

	/**
	 * For how long its handler has had it.
	 */
	long handlingNanos() {
		return System.nanoTime() - this.startedAt;
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * The handler starts now: it has the whole of ack-wait from here. The claim is
	 * renewed only when a tenth of ack-wait or more has passed, so an event that was
	 * handled at once costs no message.
	 */
	void start(Duration ackWait) {
		this.startedAt = System.nanoTime();
		this.running = true;
		if (claimAge() > ackWait.toNanos() / 10) {
			keepClaim();
		}
	}

	/**
	 * The handler has ended without settling it, and it waits again.
	 */
	void suspend() {
		this.running = false;
	}

	/**
	 * It runs alone from now on, until it is settled or the run is ended otherwise.
	 */
	void runAlone(LoneRun run) {
		this.loneRun = run;
	}

	/**
	 * The lone run it was given last.
	 * @return the run, or {@code null} when it is handled like any other
	 */
	@Nullable LoneRun loneRun() {
		return this.loneRun;
	}

	long claimAge() {
		return System.nanoTime() - this.claimedAt;
	}

	void keepClaim() {
		if (!this.settled.get()) {
			renewClaim();
		}
	}

	/**
	 * Keep the claim, also of one that is settled but still to be parked.
	 */
	void renewClaim() {
		this.claimedAt = System.nanoTime();
		try {
			this.message.inProgress();
		}
		catch (IllegalStateException ex) {
			// Its connection is gone for good, so the server will deliver it again. Those
			// behind it must not lose their claims for it
			logger.debug("The claim on " + this + " cannot be kept", ex);
		}
	}

	/**
	 * Its acknowledgement is sent now. Whether the server gets it is another matter.
	 */
	void acknowledged() {
		this.acknowledged = true;
	}

	boolean isAcknowledged() {
		return this.acknowledged;
	}

	boolean isSettled() {
		return this.settled.get();
	}

	/**
	 * Take the right to settle it.
	 * @return {@code true} for the first caller
	 */
	boolean settle() {
		return this.settled.compareAndSet(false, true);
	}

	@Override
	public String toString() {
		return this.metaData.getStream() + "#" + sequence() + " (delivery " + deliveryCount() + ")";
	}

}
