package io.natsevents.listen;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.nats.client.api.ConsumerInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server about a consumer, one question at a time, and never waits for an answer
 * for long. Not thread-safe.
 */
final class ConsumerInquiry {

	private static final Log logger = LogFactory.getLog(ListenerContainer.class);

	/** Such as when a leader is being elected. */
	private static final int SERVER_ERROR = 500;

	private static final Duration LIMIT = Duration.ofMillis(500);

	private final Supplier<CompletableFuture<ConsumerInfo>> question;

	private final LongSupplier nanoTime;

	private @Nullable CompletableFuture<ConsumerInfo> answer;

	private long askedAt;

	private long silentSince;

	/**
	 * Create it.
	 * @param question asks the server for the consumer, without waiting for the answer
	 * @param nanoTime tells the time
	 */
	ConsumerInquiry(Supplier<CompletableFuture<ConsumerInfo>> question, LongSupplier nanoTime) {
		this.question = question;
		this.nanoTime = nanoTime;
	}

	/**
	 * Ask. The answer to an earlier question is not waited for any more.
	 */
	void ask() {
		this.askedAt = this.nanoTime.getAsLong();
		this.silentSince = (this.silentSince != 0) ? this.silentSince : this.askedAt;
		this.answer = this.question.get();
	}

	/**
	 * Whether an answer is waited for.
	 */
	boolean isOpen() {
		return this.answer != null;
	}

	/**
	 * Whether the server has not answered for so long that something must be wrong.
	 */
	boolean isUnanswered() {
		return this.silentSince != 0 && this.nanoTime.getAsLong() - this.silentSince > LIMIT.toNanos();
	}

	/**
	 * Wait for the answer to the open question.
	 * @param wait how long to wait at most
	 * @return the answer, or {@code null} when there is none: yet, if it is open still
	 */
	@Nullable ConsumerInfo await(Duration wait) throws InterruptedException {
		CompletableFuture<ConsumerInfo> asked = this.answer;
		if (asked == null) {
			return null;
		}
		try {
			ConsumerInfo info = asked.get(wait.toNanos(), TimeUnit.NANOSECONDS);
			this.answer = null;
			return (info.getErrorCode() < SERVER_ERROR) ? info : null;
		}
		catch (TimeoutException ex) {
			if (this.nanoTime.getAsLong() - this.askedAt > LIMIT.toNanos()) {
				this.answer = null;
			}
		}
		catch (ExecutionException | CancellationException ex) {
			logger.debug("The server does not tell about the consumer", ex);
			this.answer = null;
		}
		return null;
	}

	/**
	 * The answer was of use, or none is needed any more.
	 */
	void end() {
		this.answer = null;
		this.silentSince = 0;
	}

}
