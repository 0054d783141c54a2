package io.natsevents.listen;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.RedriveTarget.Failed;
import io.natsevents.deadletter.RedriveTarget.Handled;
import io.natsevents.deadletter.RedriveTarget.Outage;
import io.natsevents.deadletter.RedriveTarget.RedriveOutcome;
import io.natsevents.deadletter.RedrivenEvent;
import io.natsevents.event.CausingEvent;
import io.natsevents.event.EventCodec;
import org.jspecify.annotations.Nullable;

/**
 * Handles one event once more, as its listener handles what it is delivered.
 */
final class RedriveAttempt {

	private final ListenerEndpoint endpoint;

	private final EventReader reader;

	private final SettlementPolicy policy;

	private final ListenerObserver observer;

	private final Consumer<Throwable> fatal;

	private final RedriveRecorder recorder = new RedriveRecorder();

	private final AtomicBoolean decided = new AtomicBoolean();

	RedriveAttempt(ListenerEndpoint endpoint, EventCodec codec, ListenerObserver observer, Consumer<Throwable> fatal) {
		this.endpoint = endpoint;
		this.reader = new EventReader(endpoint, codec);
		this.policy = new SettlementPolicy(endpoint.settings().retry());
		this.observer = observer;
		this.fatal = fatal;
	}

	/**
	 * Call the handler, unless it was abandoned. Its event may still have to be settled
	 * by hand then.
	 */
	void handle(RedrivenEvent redriven) {
		if (!this.decided.compareAndSet(false, true)) {
			return;
		}
		ReceivedEvent received;
		try {
			Delivery delivery = new Delivery(new RedrivenMessage(redriven, this.recorder::record));
			received = new ReceivedEvent(this.reader.read(delivery), delivery);
		}
		catch (RuntimeException | Error ex) {
			this.recorder.record(outcomeOf(ex));
			return;
		}
		HandlingScope scope = this.endpoint.handler().open(List.of(received));
		Throwable failure = null;
		try {
			failure = invoke(received);
			if (failure != null) {
				this.recorder.record(outcomeOf(failure));
			}
			else if (this.endpoint.settings().ackMode() == AckMode.AUTO) {
				this.recorder.record(new Handled());
			}
		}
		finally {
			scope.close(failure);
		}
	}

	/**
	 * Do not call the handler any more.
	 * @return {@code false} when that has begun
	 */
	boolean abandon() {
		return this.decided.compareAndSet(false, true);
	}

	/**
	 * Wait until it is settled.
	 */
	RedriveOutcome outcome() throws InterruptedException {
		Duration limit = this.endpoint.settings().ackTimeout();
		try {
			return this.recorder.await(limit);
		}
		catch (TimeoutException ex) {
			return new Failed(DeadLetterReason.HANDLER_FAILED, new IllegalStateException(
					"Listener " + this.endpoint.id() + " has not settled it within " + limit + " (ack-timeout)"));
		}
	}

	private @Nullable Throwable invoke(ReceivedEvent received) {
		long started = System.nanoTime();
		Throwable failure = null;
		try (CausingEvent.Scope scope = CausingEvent.open(received.event())) {
			List<ReceivedEvent> events = List.of(received);
			this.endpoint.handler().invoke(events, new DeliveryAcknowledgement(events, this.recorder));
		}
		catch (Exception | Error ex) {
			failure = ex;
		}
		// A handler that leaves its thread interrupted must not fail whatever runs next
		Thread.interrupted();
		this.observer.handled(this.endpoint.id(), failure == null, System.nanoTime() - started);
		return failure;
	}

	private RedriveOutcome outcomeOf(Throwable failure) {
		if (SettlementPolicy.isFatal(failure)) {
			this.fatal.accept(failure);
			return new Outage(failure);
		}
		Settlement settlement = this.policy.afterFailure(failure, 1, true, 0, 0);
		if (settlement instanceof Settlement.RetryInPlace) {
			return new Outage(SettlementPolicy.unwrap(failure));
		}
		DeadLetterReason reason = (settlement instanceof Settlement.Park park) ? park.reason()
				: DeadLetterReason.HANDLER_FAILED;
		return new Failed(reason, SettlementPolicy.unwrap(failure));
	}

}
