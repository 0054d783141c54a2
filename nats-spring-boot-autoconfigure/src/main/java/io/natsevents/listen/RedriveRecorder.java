package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.deadletter.RedriveTarget.Failed;
import io.natsevents.deadletter.RedriveTarget.Handled;
import io.natsevents.deadletter.RedriveTarget.RedriveOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what becomes of an event that is redriven, where a {@link Settler} would
 * tell the server. The first word counts.
 */
final class RedriveRecorder implements DeliverySettler {

	private final CompletableFuture<RedriveOutcome> outcome = new CompletableFuture<>();

	void record(RedriveOutcome first) {
		this.outcome.complete(first);
	}

	/**
	 * Wait until the event is settled.
	 * @return what became of it
	 * @throws TimeoutException when nobody has settled it within the limit
	 */
	RedriveOutcome await(Duration limit) throws InterruptedException, TimeoutException {
		try {
			return this.outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("It is never completed by an exception", ex);
		}
	}

	@Override
	public void acknowledge(Delivery delivery) {
		delivery.settle();
		record(new Handled());
	}

	@Override
	public void retry(Delivery delivery, Duration delay, @Nullable Throwable failure) {
		delivery.settle();
		record(new Failed(DeadLetterReason.HANDLER_FAILED, (failure != null) ? failure : askedForAnotherDelivery()));
	}

	@Override
	public void park(Delivery delivery, @Nullable String eventId, DeadLetterReason reason,
			@Nullable Throwable failure) {
		delivery.settle();
		record(new Failed(reason, failure));
	}

	static Throwable askedForAnotherDelivery() {
		return new IllegalStateException("The handler asked for another delivery, and a redrive is only one");
	}

}
