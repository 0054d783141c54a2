package io.natsevents.listen;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.nats.client.api.ConsumerInfo;
import io.natsevents.deadletter.StoredPosition;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps later events from overtaking earlier ones after a disruption.
 * <p>
 * What was delivered to a process that died, or over a connection that was lost, comes
 * again only after ack-wait, and the server delivers later events meanwhile. So after
 * every disruption what comes is put aside until nothing is missing any more. Belongs to
 * the thread that pulls.
 */
final class CatchUp {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	/** The decision that nothing is to be waited for. */
	static final int GO_ON = -1;

	/** Acknowledgements may be on their way. */
	private static final Duration FIRST_PAUSE = Duration.ofMillis(30);

	private static final Duration PAUSE = Duration.ofMillis(250);

	private static final Duration ELECTION = Duration.ofSeconds(10);

	/** How much later than after ack-wait the server may deliver again. */
	private static final Duration GRACE = Duration.ofMillis(500);

	private final String listenerId;

	private final Duration ackWait;

	private final int limit;

	private final @Nullable HeldDeliveries held;

	private final ConsumerInquiry inquiry;

	private final LongSupplier nanoTime;

	private final OtherInstances others = new OtherInstances();

	private boolean over = true;

	private long since;

	private long heardAt;

	private long lookAt;

	private int looks;

	private int firstDeliveries;

	private boolean triedAfterAckWait;

	private int redeliveries;

	private Set<StoredPosition> heldBefore = Set.of();

	private @Nullable String reason;

	/**
	 * Create one that is over until it begins.
	 * @param endpoint the listener
	 * @param held what is held here, or {@code null} when the listener keeps no order and
	 * never has to catch up
	 * @param question asks the server for the consumer, without waiting for the answer
	 * @param nanoTime tells the time
	 */
	CatchUp(ListenerEndpoint endpoint, @Nullable HeldDeliveries held,
			Supplier<CompletableFuture<ConsumerInfo>> question, LongSupplier nanoTime) {
		this.listenerId = endpoint.id();
		this.ackWait = endpoint.settings().ackWait();
		this.limit = 4 * endpoint.settings().maxInFlight();
		this.held = held;
		this.inquiry = new ConsumerInquiry(question, nanoTime);
		this.nanoTime = nanoTime;
	}

	/**
	 * Decide how many messages to ask for. A pure function.
	 * @param elsewhere how many events are delivered, not settled, and not here
	 * @param others how many requests of others wait for messages: who is not alone keeps
	 * no order anyway
	 * @param spare how many events may still be put aside
	 * @param newOnes how many of those put aside were delivered for the first time
	 * @param ackWaitOver whether all that is missing must have been delivered again, if
	 * somebody had asked for it
	 * @param inVain whether asking since then has brought nothing that was missing
	 * @return how many, or {@link #GO_ON}
	 */
	static int decide(long elsewhere, long others, int spare, int newOnes, boolean ackWaitOver, boolean inVain) {
		if (elsewhere <= 0 || others > 0 || spare <= 0 || inVain) {
			return GO_ON;
		}
		// What is missing comes before what is new, but only once it is due
		return (int) Math.min(spare, ackWaitOver ? elsewhere : Math.max(0, elsewhere - newOnes));
	}

	/**
	 * Something was disrupted: what comes now is put aside.
	 */
	void begin() {
		HeldDeliveries deliveries = this.held;
		if (deliveries != null) {
			deliveries.putAside();
			this.over = false;
			this.since = this.nanoTime.getAsLong();
			this.inquiry.end();
			this.heardAt = 0;
			this.lookAt = this.since;
			this.looks = 0;
			this.others.begin();
			this.firstDeliveries = 0;
			this.triedAfterAckWait = false;
			this.reason = null;
		}
	}

	boolean isOver() {
		return this.over;
	}

	/**
	 * Whether the server has not answered for so long that something must be wrong.
	 */
	boolean isUnanswered() {
		return this.inquiry.isUnanswered();
	}

	/**
	 * What is waited for.
	 */
	@Nullable String reason() {
		return this.reason;
	}

	/**
	 * A message has come that was asked for.
	 * @param delivery the sequence of its delivery
	 * @param deliveryCount how often it was delivered
	 */
	void received(long delivery, long deliveryCount) {
		if (this.over) {
			return;
		}
		this.others.received(delivery);
		this.heardAt = (this.heardAt != 0) ? this.heardAt : this.nanoTime.getAsLong();
		if (deliveryCount == 1) {
			this.firstDeliveries++;
		}
		else {
			this.redeliveries++;
		}
	}

	/**
	 * How many messages to ask for now that no request is outstanding. Waits for a moment
	 * when there is nothing to ask for.
	 * @param wait how long to wait at most
	 * @param abandoned how many requests of this instance the server may still serve
	 * @return the number, or 0 when there is nothing to ask for yet or it is over
	 */
	int awaitRoom(Duration wait, int abandoned) throws InterruptedException {
		if (!this.inquiry.isOpen()) {
			long pause = this.lookAt - this.nanoTime.getAsLong();
			if (pause > 0) {
				LockSupport.parkNanos(this, Math.min(wait.toNanos(), pause));
				return 0;
			}
			this.heldBefore = Objects.requireNonNull(this.held).held();
			this.inquiry.ask();
		}
		ConsumerInfo info = this.inquiry.await(wait);
		if (info != null && !isOutdated(info)) {
			this.inquiry.end();
			return look(info, abandoned);
		}
		return this.inquiry.isOpen() ? 0 : withoutAnswer();
	}

	/**
	 * A leader may be being elected: whether anybody takes a request for messages tells
	 * more. Who gets messages without ever getting an answer has to go on some time.
	 */
	private int withoutAnswer() {
		long now = this.nanoTime.getAsLong();
		if (!isUnanswered()) {
			this.lookAt = now + FIRST_PAUSE.toNanos();
			return 0;
		}
		if (this.heardAt != 0 && now - this.heardAt > this.ackWait.plus(GRACE).toNanos()) {
			goOn("the server does not say what was delivered and is not settled");
			return 0;
		}
		return 1;
	}

	/**
	 * A leader that was frozen answers until it learns that there is another, which takes
	 * no longer than an election.
	 */
	private boolean isOutdated(ConsumerInfo info) {
		return !info.hasError() && info.getDelivered().getConsumerSequence() < this.others.newest()
				&& this.nanoTime.getAsLong() - this.since < ELECTION.toNanos();
	}

	private int look(ConsumerInfo info, int abandoned) {
		if (info.hasError()) {
			// Whoever pulls finds out more
			goOn(null);
			return 0;
		}
		Set<StoredPosition> now = Objects.requireNonNull(this.held).held();
		// What came or went meanwhile may be in the server's number or not
		long here = this.heldBefore.stream().filter(now::contains).count();
		long elsewhere = info.getNumAckPending() - here;
		boolean due = this.nanoTime.getAsLong()
				- this.since > info.getConsumerConfiguration().getAckWait().plus(GRACE).toNanos();
		boolean inVain = this.triedAfterAckWait && this.redeliveries == 0;
		long waiting = this.others.requests(info.getNumWaiting(), abandoned, info.getDelivered().getConsumerSequence());
		int room = decide(elsewhere, waiting, this.limit - now.size(), this.firstDeliveries, due, inVain);
		if (room == GO_ON && waiting > 0 && this.looks == 0) {
			// A request that was just given up may still be counted
			return waitFor(elsewhere, 0, due);
		}
		if (room == GO_ON) {
			goOn((elsewhere > 0 && waiting == 0) ? elsewhere + " event(s) have not come again" : null);
			return 0;
		}
		return waitFor(elsewhere, room, due);
	}

	private int waitFor(long elsewhere, int room, boolean due) {
		this.looks++;
		if (this.looks == 1) {
			this.lookAt = this.nanoTime.getAsLong() + FIRST_PAUSE.toNanos();
			return 0;
		}
		if (this.reason == null) {
			logger.info("Listener " + this.listenerId + " handles nothing new for up to " + this.ackWait
					+ " (ack-wait): " + elsewhere
					+ " event(s) that were delivered before are not settled, and none may overtake them");
		}
		this.reason = "waits for " + elsewhere + " event(s) that were delivered before and are not settled";
		this.triedAfterAckWait = due;
		this.redeliveries = 0;
		this.lookAt = this.nanoTime.getAsLong() + ((room > 0) ? 0 : PAUSE.toNanos());
		return room;
	}

	private void goOn(@Nullable String problem) {
		if (problem != null) {
			logger.warn("Listener " + this.listenerId + " goes on, although events may be handled out of order: "
					+ problem);
		}
		this.over = true;
		this.reason = null;
		this.inquiry.end();
		this.heldBefore = Set.of();
		this.others.begin();
		Objects.requireNonNull(this.held).handleAll();
	}

}
