package io.natsevents.benchmark.run;

/**
 * What is asked of a row; NaN where nothing is.
 *
 * @param floor the least ratio to the bare client
 * @param slack by how much, in the row's unit, ours may be worse whatever the ratio
 * @param bound what our figure must not be worse than, whatever the bare client's is
 * @param cpu the most processor time for an event, as a multiple of the bare client's
 * @param bytes the most allocated bytes for an event, as a multiple of the bare client's
 */
public record Limits(double floor, double slack, double bound, double cpu, double bytes) {

	/** Nothing is asked. */
	public static final Limits REPORTED = new Limits(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

	/**
	 * A least ratio.
	 * @param floor the ratio
	 * @return the limits
	 */
	public static Limits floor(double floor) {
		return new Limits(floor, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
	}

	/**
	 * At most so much worse than the bare client.
	 * @param slack by how much, in the row's unit
	 * @return the limits
	 */
	public static Limits slack(double slack) {
		return new Limits(Double.NaN, slack, Double.NaN, Double.NaN, Double.NaN);
	}

	/**
	 * Never worse than a figure.
	 * @param bound the figure, in the row's unit
	 * @return the limits
	 */
	public static Limits bound(double bound) {
		return new Limits(Double.NaN, Double.NaN, bound, Double.NaN, Double.NaN);
	}

	/**
	 * The same, or at most so much worse than the bare client.
	 * @param slack by how much, in the row's unit
	 * @return the limits
	 */
	public Limits orSlack(double slack) {
		return new Limits(this.floor, slack, this.bound, this.cpu, this.bytes);
	}

	/**
	 * The same, and never worse than a figure.
	 * @param bound the figure, in the row's unit
	 * @return the limits
	 */
	public Limits andBound(double bound) {
		return new Limits(this.floor, this.slack, bound, this.cpu, this.bytes);
	}

	/**
	 * The same, and at most so many times the processor time and the bytes of the bare
	 * client.
	 * @param cpu multiple of processor time, or NaN
	 * @param bytes multiple of allocated bytes
	 * @return the limits
	 */
	public Limits andCost(double cpu, double bytes) {
		return new Limits(this.floor, this.slack, this.bound, cpu, bytes);
	}

}
