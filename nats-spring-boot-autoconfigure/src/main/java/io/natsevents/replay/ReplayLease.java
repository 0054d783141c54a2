package io.natsevents.replay;

import io.nats.client.impl.Headers;
import io.natsevents.deadletter.DeadLettersUnavailableException;
import io.natsevents.deadletter.SharedRecords;
import io.natsevents.replay.ReplayCounts.Tally;
import org.jspecify.annotations.Nullable;

/**
 * Says whether somebody runs a replay, and what was counted: a record all instances
 * share, of which one run at a time has the right to change it.
 */
final class ReplayLease {

	private static final String SUBJECT = "trial.replay.";

	private static final String HOLDER = "Replay-Holder";

	private static final String TOTAL = "Replay-Total";

	private static final String HANDLED = "Replay-Handled";

	private static final String PARKED = "Replay-Parked";

	private static final String FILTERED = "Replay-Filtered";

	private static final String NOBODY = "nobody";

	private final SharedRecords records;

	private final String subject;

	/** One for each run: an instance that takes a replay twice is two, too. */
	private final String holder = ReplayIds.random();

	private long sequence;

	private long total;

	private ReplayLease(SharedRecords records, String replay, Found found) {
		this.records = records;
		this.subject = SUBJECT + replay;
		this.sequence = found.sequence();
		this.total = found.total();
	}

	/**
	 * Look who runs a replay.
	 * @throws DeadLettersUnavailableException when the server does not tell
	 */
	static Found find(SharedRecords records, String replay) {
		SharedRecords.Found found = records.read(SUBJECT + replay);
		String holder = found.header(HOLDER);
		return new Found(found.sequence(), NOBODY.equals(holder) ? null : holder, number(found, TOTAL),
				new Tally(number(found, HANDLED), number(found, PARKED), number(found, FILTERED)));
	}

	private static long number(SharedRecords.Found found, String name) {
		try {
			String text = found.header(name);
			return (text != null) ? Math.max(0, Long.parseLong(text)) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * Take the right to run a replay.
	 * @param records keep it
	 * @param replay id of the replay
	 * @param found what was found
	 * @return the lease, or {@code null} when somebody else was faster
	 * @throws DeadLettersUnavailableException when it is not certain that it was taken
	 */
	static @Nullable ReplayLease take(SharedRecords records, String replay, Found found) {
		ReplayLease lease = new ReplayLease(records, replay, found);
		return lease.write(lease.holder, found.tally()) ? lease : null;
	}

	/**
	 * Write down how many events there are, with the next sign of life.
	 */
	void total(long counted) {
		this.total = counted;
	}

	/**
	 * Give a sign of life.
	 * @param tally what was counted
	 * @return {@code false} when somebody else has it now
	 * @throws DeadLettersUnavailableException when it is not certain
	 */
	boolean renew(Tally tally) {
		if (write(this.holder, tally)) {
			return true;
		}
		// The answer to an earlier one may have been lost, or somebody emptied the stream
		Found found = find(this.records, this.subject.substring(SUBJECT.length()));
		if (found.sequence() > 0 && !this.holder.equals(found.holder())) {
			return false;
		}
		this.sequence = found.sequence();
		return write(this.holder, tally);
	}

	/**
	 * Let any other instance go on with it.
	 * @param tally what was counted
	 * @throws DeadLettersUnavailableException when it is not certain
	 */
	void release(Tally tally) {
		write(NOBODY, tally);
	}

	/**
	 * Remove the record: the replay has ended.
	 * @throws DeadLettersUnavailableException when it may still be there; it goes by
	 * itself after a day
	 */
	static void remove(SharedRecords records, String replay) {
		records.remove(SUBJECT + replay);
	}

	private boolean write(String name, Tally tally) {
		Headers headers = new Headers();
		headers.put(HOLDER, name);
		headers.put(TOTAL, Long.toString(this.total));
		headers.put(HANDLED, Long.toString(tally.handled()));
		headers.put(PARKED, Long.toString(tally.parked()));
		headers.put(FILTERED, Long.toString(tally.filtered()));
		long written = this.records.write(this.subject, headers, this.sequence);
		if (written > 0) {
			this.sequence = written;
		}
		return written > 0;
	}

	/**
	 * What is known of who runs a replay.
	 *
	 * @param sequence changes with each sign of life; 0 when there was none for a day, or
	 * somebody emptied the stream
	 * @param holder names who does, or {@code null} when nobody says so
	 * @param total how many events there are, or 0 when nobody has said so
	 * @param tally what it has counted
	 */
	record Found(long sequence, @Nullable String holder, long total, Tally tally) {

		static final Found NOTHING = new Found(0, null, 0, Tally.NOTHING);

	}

}
