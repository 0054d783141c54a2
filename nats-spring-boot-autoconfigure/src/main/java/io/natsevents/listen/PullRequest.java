package io.natsevents.listen;

import java.time.Duration;

import io.nats.client.support.Status;
import org.jspecify.annotations.Nullable;

/**
 * One request for messages, and what became of it: it ends when all its messages have
 * come, when the server says so, when the server has gone silent, or at its deadline. Not
 * thread-safe.
 */
final class PullRequest {

	/** One that was abandoned may have reached the server late. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private final String reply;

	private final Duration expires;

	private final @Nullable Duration silence;

	private final long pulledAt = System.nanoTime();

	private long heardAt = this.pulledAt;

	private int outstanding;

	private boolean answeredLate;

	private @Nullable PullEnd end;

	/**
	 * Create one that is made now.
	 * @param reply where the server tells of its end
	 * @param messages how many messages it asks for
	 * @param expires when the server is to end it
	 * @param silence for how long the server may say nothing, or {@code null} when it was
	 * not asked to tell that it is alive
	 */
	PullRequest(String reply, int messages, Duration expires, @Nullable Duration silence) {
		this.reply = reply;
		this.outstanding = messages;
		this.expires = expires;
		this.silence = silence;
	}

	/**
	 * One that is over.
	 */
	static PullRequest none() {
		PullRequest none = new PullRequest("", 0, Duration.ZERO, null);
		none.end = PullEnd.COMPLETE;
		return none;
	}

	boolean isOutstanding() {
		return this.end == null;
	}

	/**
	 * How it has ended.
	 * @return the end, or {@code null} while it is outstanding
	 */
	@Nullable PullEnd end() {
		return this.end;
	}

	/**
	 * For how long it has been outstanding.
	 */
	long ageNanos() {
		return System.nanoTime() - this.pulledAt;
	}

	/**
	 * A message has come.
	 */
	void delivered() {
		this.heardAt = System.nanoTime();
		this.outstanding--;
		if (this.outstanding == 0 && isOutstanding()) {
			this.end = PullEnd.COMPLETE;
		}
	}

	/**
	 * The server has said something.
	 * @param about the subject to which it did
	 */
	void heard(String about, Status status) {
		if (!about.equals(this.reply)) {
			return;
		}
		this.heardAt = System.nanoTime();
		if (status.getCode() == Status.FLOW_OR_HEARTBEAT_STATUS_CODE) {
			return;
		}
		this.outstanding = 0;
		if (isOutstanding()) {
			this.end = PullEnd.ofStatus(status.getCode(), status.getMessage(), ageNanos(), this.expires);
		}
		else {
			this.answeredLate = true;
		}
	}

	/**
	 * Nothing has come.
	 * @param reported what the server has said of it in no status
	 */
	void heardNothing(@Nullable PullEnd reported) {
		if (isOutstanding()) {
			this.end = (reported != null) ? reported
					: PullEnd.ofSilence(ageNanos(), this.expires, System.nanoTime() - this.heardAt, this.silence);
		}
	}

	/**
	 * Give up waiting for it.
	 */
	void abandon(String reason) {
		if (isOutstanding()) {
			this.end = PullEnd.abandoned(reason);
		}
	}

	/**
	 * Whether it was abandoned and the server may still deliver messages to it.
	 */
	boolean mayBeServed() {
		PullEnd how = this.end;
		return how != null && how.is(PullEnd.Kind.ABANDONED) && this.outstanding > 0
				&& ageNanos() < this.expires.plus(GRACE).toNanos();
	}

	/**
	 * Whether the server has said how it ended after it was abandoned.
	 */
	boolean isAnsweredLate() {
		return this.answeredLate;
	}

}
