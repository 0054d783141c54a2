package io.natsevents.campaign.fault;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.natsevents.campaign.fleet.Note;
import io.natsevents.campaign.load.Workload;
import org.jspecify.annotations.Nullable;

/**
 * One fault, as it was. Times are nanoseconds of the clock that all processes of a
 * machine share.
 *
 * @param round the round, from 1
 * @param fault its name
 * @param expectation what may become of events
 * @param mayLose the workloads whose events may be lost
 * @param begin when it began
 * @param healed when it was undone
 * @param end when no more events were published
 * @param wallDifference what to add to nanoseconds of the wall clock to get those
 * @param notes what was done
 * @param error why the round is not as it should be; {@code null} if it is
 */
public record Strike(int round, String fault, Expectation expectation, Set<Workload> mayLose, long begin, long healed,
		long end, long wallDifference, List<Note> notes, @Nullable String error) {

	/** Name of the file it is written to. */
	public static final String FILE = "strike.json";

	/**
	 * When a note was made of something that the judge makes something of.
	 */
	public List<Long> times(Note.Kind kind) {
		return this.notes.stream().filter((note) -> note.kind() == kind).map(Note::nanos).toList();
	}

	/**
	 * Turn what the wall clock told into nanoseconds of the clock that all processes
	 * share.
	 */
	public long ofWall(long wallNanos) {
		return wallNanos + this.wallDifference;
	}

	/**
	 * A time, in milliseconds since the fault began.
	 */
	public long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos - this.begin);
	}

}
