package io.natsevents.benchmark.run;

/**
 * What one round of one side came to.
 *
 * @param value the figure the row is about, in its unit
 * @param cpuMicros processor time of this process for each event, in microseconds, or NaN
 * when it says nothing
 * @param bytes what this process allocated for each event, or NaN when it says nothing
 */
public record Sample(double value, double cpuMicros, double bytes) {

	/**
	 * A round of which only the figure itself counts.
	 * @param value the figure
	 * @return the sample
	 */
	public static Sample of(double value) {
		return new Sample(value, Double.NaN, Double.NaN);
	}

}
