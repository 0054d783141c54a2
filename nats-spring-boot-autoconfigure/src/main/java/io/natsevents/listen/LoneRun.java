package io.natsevents.listen;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An event runs alone: from the moment this is recorded until its handling has ended,
 * which is when it is settled.
 */
final class LoneRun {

	private final AtomicBoolean ended = new AtomicBoolean();

	private final OnlyTurn turn;

	private final Runnable removeRecord;

	/**
	 * Begin.
	 * @param turn the only turn there is
	 * @param removeRecord removes the record that it began; does not throw
	 */
	LoneRun(OnlyTurn turn, Runnable removeRecord) {
		this.turn = turn;
		this.removeRecord = removeRecord;
	}

	/**
	 * It has ended. The record goes first: another delivery of the same event may be
	 * waiting for its turn in this JVM.
	 */
	void end() {
		if (this.ended.compareAndSet(false, true)) {
			try {
				this.removeRecord.run();
			}
			finally {
				this.turn.end();
			}
		}
	}

	/**
	 * It has ended in a way that counts as if it never had.
	 */
	void fail() {
		if (this.ended.compareAndSet(false, true)) {
			this.turn.end();
		}
	}

	boolean isEnded() {
		return this.ended.get();
	}

}
