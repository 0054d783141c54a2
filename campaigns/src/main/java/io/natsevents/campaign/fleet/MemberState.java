package io.natsevents.campaign.fleet;

import io.natsevents.campaign.process.Status;
import org.jspecify.annotations.Nullable;

/**
 * How a process is when nothing is left to do.
 *
 * @param life its name, and which of its lives it is
 * @param first how it was when that was so for the first time in this life; {@code null}
 * if it did not tell
 * @param last how it is; {@code null} if it does not tell
 */
public record MemberState(String life, @Nullable Status first, @Nullable Status last) {

	/** Name of the file it is written to. */
	public static final String FILE = "members.json";

	/**
	 * Whether no thread of the starter came or went since.
	 */
	boolean hasSameThreads() {
		return this.first != null && this.last != null && this.first.jetStreamThreads() == this.last.jetStreamThreads();
	}

}
