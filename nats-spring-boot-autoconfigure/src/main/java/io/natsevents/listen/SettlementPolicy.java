package io.natsevents.listen;

import java.util.Collection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import io.natsevents.deadletter.DeadLetterReason;
import io.natsevents.event.InvalidEventDataException;
import io.natsevents.event.MalformedEventException;

/**
 * Decides what becomes of a delivery whose handling failed. A pure function of the
 * failure, the delivery count, the settings and a random number.
 */
final class SettlementPolicy {

	/** Causes can form a circle. */
	private static final int DEEPEST_CAUSE = 100;

	private final ListenerRetry retry;

	SettlementPolicy(ListenerRetry retry) {
		this.retry = retry;
	}

	/**
	 * Decide.
	 * @param failure what the handler threw
	 * @param deliveryCount how often the event has been delivered, 1 for the first time
	 * @param triesInPlace how often it was tried again without being given back
	 * @param random a number from 0 (inclusive) to 1 (exclusive)
	 * @return what becomes of it
	 */
	Settlement afterFailure(Throwable failure, long deliveryCount, int triesInPlace, double random) {
		Throwable cause = unwrap(failure);
		if (cause instanceof MalformedEventException) {
			return new Settlement.Park(DeadLetterReason.MALFORMED, cause);
		}
		if (cause instanceof InvalidEventDataException || cause instanceof InvalidArgumentException) {
			return new Settlement.Park(DeadLetterReason.INVALID, cause);
		}
		if (cause instanceof WrongTypeException) {
			return new Settlement.Park(DeadLetterReason.WRONG_TYPE, cause);
		}
		if (cause instanceof RejectedEventException rejected) {
			return new Settlement.Park(rejected.getDeadLetterReason(), cause);
		}
		if (isCausedBy(cause, this.retry.neverFor())) {
			return new Settlement.Park(DeadLetterReason.REJECTED, cause);
		}
		if (isCausedBy(cause, this.retry.unlimitedFor())) {
			return new Settlement.RetryInPlace(this.retry.delayBefore(triesInPlace + 1, random));
		}
		if (deliveryCount > this.retry.maxRetries()) {
			return new Settlement.Park(DeadLetterReason.HANDLER_FAILED, cause);
		}
		return new Settlement.Retry(this.retry.delayBefore((int) deliveryCount, random));
	}

	/**
	 * Whether a failure says nothing about the event, so that it is tried again for as
	 * long as it lasts.
	 */
	boolean isOutage(Throwable failure) {
		return afterFailure(failure, 1, 0, 0) instanceof Settlement.RetryInPlace;
	}

	/**
	 * Whether the listener must not go on after a failure.
	 */
	static boolean isFatal(Throwable failure) {
		return unwrap(failure) instanceof OutOfMemoryError;
	}

	/**
	 * What a handler failed with, without what only carried it here.
	 */
	static Throwable unwrap(Throwable failure) {
		Throwable unwrapped = failure;
		for (int depth = 0; depth < DEEPEST_CAUSE && unwrapped.getCause() != null && isWrapper(unwrapped); depth++) {
			unwrapped = unwrapped.getCause();
		}
		return unwrapped;
	}

	private static boolean isWrapper(Throwable failure) {
		return failure instanceof ExecutionException || failure instanceof CompletionException
				|| failure instanceof EventBatchException;
	}

	private static boolean isCausedBy(Throwable failure, Collection<Class<? extends Throwable>> types) {
		Throwable cause = failure;
		for (int depth = 0; depth < DEEPEST_CAUSE && cause != null; depth++) {
			for (Class<? extends Throwable> type : types) {
				if (type.isInstance(cause)) {
					return true;
				}
			}
			cause = cause.getCause();
		}
		return false;
	}

}
