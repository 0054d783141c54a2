package io.natsevents.campaign.report;

import java.util.List;
import java.util.Locale;

import io.natsevents.campaign.fault.Strike;
import io.natsevents.campaign.judge.Counts;
import io.natsevents.campaign.judge.Silences;
import io.natsevents.campaign.judge.Verdict;
import io.natsevents.campaign.judge.Violation;

/**
 * One round.
 *
 * @param round the round, from 1
 * @param fault what was done
 * @param expectation what may become of events
 * @param strikeMillis how long it took until that was undone
 * @param counts how many events came to what
 * @param silenceMillis longest times without a success
 * @param silenceBeyondBareMillis by how much it was silent for longer than the bare
 * client
 * @param done what the fault did, and when
 * @param notes what breaks no promise and should be known
 * @param violations what broke a promise
 */
public record RoundRow(int round, String fault, String expectation, long strikeMillis, Counts counts,
		Silences silenceMillis, long silenceBeyondBareMillis, List<String> done, List<String> notes,
		List<Violation> violations) {

	static RoundRow of(Verdict verdict) {
		Strike strike = verdict.strike();
		return new RoundRow(strike.round(), strike.fault(), strike.expectation().name(), strike.millis(strike.healed()),
				verdict.counts(), verdict.silences(), verdict.silences().beyondBare(), done(strike), verdict.notes(),
				verdict.violations());
	}

	static List<String> done(Strike strike) {
		return strike.notes()
			.stream()
			.map((note) -> String.format(Locale.ROOT, "%+.3f s %s", strike.millis(note.nanos()) / 1e3, note.text()))
			.toList();
	}

}
