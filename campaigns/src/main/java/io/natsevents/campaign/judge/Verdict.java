package io.natsevents.campaign.judge;

import java.util.List;
import java.util.Set;

import io.natsevents.campaign.fault.Expectation;
import io.natsevents.campaign.fault.Strike;

/**
 * What the judge says of a round.
 *
 * @param strike what was done
 * @param counts how many events came to what
 * @param silences longest times without a success
 * @param violations what broke a promise
 * @param notes what breaks no promise and should be known, such as what was lost where it
 * may be
 */
public record Verdict(Strike strike, Counts counts, Silences silences, List<Violation> violations, List<String> notes) {

	/** Name of the file it is written to. */
	public static final String FILE = "verdict.json";

	/**
	 * The verdict of a round that came to nothing which could be judged: it failed.
	 * @param error why it did
	 */
	public static Verdict ofNothing(int round, String fault, Expectation expectation, String error) {
		long now = System.nanoTime();
		return new Verdict(new Strike(round, fault, expectation, Set.of(), now, now, now, 0, List.of(), error),
				Counts.NOTHING, Silences.NOTHING,
				List.of(new Violation(RoundCompleted.PROMISE, error.lines().toList())), List.of());
	}

}
