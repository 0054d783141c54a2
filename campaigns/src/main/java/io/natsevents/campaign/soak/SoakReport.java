package io.natsevents.campaign.soak;

import java.util.List;
import java.util.Map;

import io.natsevents.campaign.judge.Counts;
import io.natsevents.campaign.judge.Violation;

/**
 * What came of a soak.
 *
 * @param date when it began
 * @param seed what was random
 * @param versions of what took part, and the machine
 * @param parameters all that was chosen
 * @param seconds for how long events flowed
 * @param maximum events per second of each workload that the bus took
 * @param rates events per second of each workload while it was looked at
 * @param counts how many events of all rounds came to what
 * @param violations what broke a promise
 * @param rows what became of each quantity
 */
public record SoakReport(String date, long seed, Map<String, String> versions, Map<String, Object> parameters,
		long seconds, List<Integer> maximum, List<Integer> rates, Counts counts, List<Violation> violations,
		List<SoakRow> rows) {

	/** Name of the file it is written to. */
	public static final String FILE = "soak.json";

	/**
	 * Whether no promise was broken, and nothing grew.
	 */
	public boolean passed() {
		return this.violations.isEmpty() && this.rows.stream().allMatch(SoakRow::flat);
	}

}
