package io.natsevents.publish;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.natsevents.publish.PublishProgress.Step;
import io.natsevents.publish.StreamHeight.Era;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to the server.
 * <p>
 * Its progress is guarded by this object's monitor, which is held for a few field
 * accesses only: never while sending, and never while somebody else's code runs.
 */
final class Publication {

	private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final OutgoingEvent event;

	private final PublishProgress progress;

	private final Executor completions;

	private final Runnable settled;

	private final long started = System.nanoTime();

	private final CompletableFuture<PublishReceipt> result = new CompletableFuture<>();

	private int noResponders;

	private boolean offered;

	private @Nullable Era sentIn;

	private @Nullable ConfirmedEvent highestWhenSent;

	private @Nullable String lastError;

	/**
	 * Begin the way of an event.
	 * @param event the event
	 * @param progress tells what to do when
	 * @param completions runs what depends on the result
	 * @param settled is run once, before the result is there
	 */
	Publication(OutgoingEvent event, PublishProgress progress, Executor completions, Runnable settled) {
		this.event = event;
		this.progress = progress;
		this.completions = completions;
		this.settled = settled;
	}

	OutgoingEvent event() {
		return this.event;
	}

	CompletableFuture<PublishReceipt> result() {
		return this.result;
	}

	long elapsed() {
		return System.nanoTime() - this.started;
	}

	/**
	 * What is to be done next. A send that is due is booked as sent.
	 * @param mayRepeat whether the event may be sent ahead of its time
	 */
	synchronized Step next(boolean mayRepeat) {
		long now = elapsed();
		Step step = this.progress.next(now, mayRepeat);
		if (step == Step.SEND || step == Step.REPEAT) {
			this.progress.sent(now);
		}
		return step;
	}

	/**
	 * Take note that the event is given to the client now.
	 * @param heights know how far streams have come
	 * @return whether it was before
	 */
	synchronized boolean offer(StreamHeights heights) {
		boolean before = this.offered;
		this.offered = true;
		if (!before) {
			// A repeated one may have been stored the first time, and others above it
			// since
			this.sentIn = heights.eraOf(this.event.subject());
			this.highestWhenSent = (this.sentIn != null) ? this.sentIn.highest() : null;
		}
		return before;
	}

	/**
	 * Have the confirmation compared with what was confirmed when the event was sent, and
	 * when it came late, have the stream asked about that.
	 */
	void compare(StreamHeights heights, StreamInquiry inquiry, PublishConfirmation confirmation) {
		// A stream of another domain is not asked where this application is
		if (confirmation.domain() == null) {
			doubt(inquiry);
		}
		if (!confirmation.duplicate()) {
			Era era;
			ConfirmedEvent highest;
			synchronized (this) {
				era = this.sentIn;
				highest = this.highestWhenSent;
			}
			heights.stored(this.event.subject(), confirmation.stream(),
					new ConfirmedEvent(confirmation.sequence(), this.event.eventId()), era, highest);
		}
	}

	/**
	 * When the event was on its way for long, have the stream asked whether it has what
	 * it had confirmed.
	 */
	void doubt(StreamInquiry inquiry) {
		Era era;
		ConfirmedEvent highest;
		synchronized (this) {
			era = this.sentIn;
			highest = this.highestWhenSent;
		}
		if (elapsed() > LATE_NANOS && era != null && highest != null) {
			inquiry.delayed(era, highest);
		}
	}

	/**
	 * Take note that nobody was there to take the event.
	 * @return how often that happened
	 */
	synchronized int noResponders(@Nullable String error) {
		notSent(error);
		return ++this.noResponders;
	}

	synchronized void notSent(@Nullable String error) {
		this.lastError = error;
		this.progress.notTaken(elapsed());
	}

	synchronized void refusedForNow(@Nullable String error) {
		this.lastError = error;
		this.progress.refusedForNow(elapsed());
	}

	synchronized void unanswered(@Nullable String error) {
		this.lastError = error;
	}

	synchronized void connectionReady() {
		this.progress.connectionReady(elapsed());
	}

	/**
	 * Why the event is given up.
	 */
	synchronized EventPublishException failure() {
		String message = "Event " + this.event.eventId() + " for '" + this.event.subject()
				+ "' was not confirmed within " + elapsed() / 1_000_000 + " ms and " + this.progress.attempt()
				+ " attempt(s): " + ((this.lastError != null) ? this.lastError : "the server did not answer");
		return this.progress.isOutcomeUnknown()
				? new PublishOutcomeUnknownException(this.event.eventId(), this.event.subject(),
						message + ". It may have been stored all the same", null)
				: new PublishUnavailableException(this.event.eventId(), this.event.subject(), message, null);
	}

	PublishReceipt receipt(PublishConfirmation confirmation) {
		return new PublishReceipt(this.event.eventId(),
				confirmation.duplicate() ? PublishStatus.DUPLICATE : PublishStatus.STORED, confirmation.stream(),
				OptionalLong.of(confirmation.sequence()));
	}

	void confirm(PublishReceipt receipt) {
		this.settled.run();
		this.completions.execute(() -> this.result.complete(receipt));
	}

	void fail(EventPublishException exception) {
		this.settled.run();
		this.completions.execute(() -> this.result.completeExceptionally(exception));
	}

}
