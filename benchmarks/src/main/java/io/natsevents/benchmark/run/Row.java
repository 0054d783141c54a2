package io.natsevents.benchmark.run;

/**
 * One figure of a case.
 *
 * @param name its name
 * @param unit unit of the figure
 * @param better which figures are better
 * @param limits what is asked of it
 */
public record Row(String name, String unit, Better better, Limits limits) {

	/**
	 * A row of which more is better.
	 * @param name its name
	 * @param unit its unit
	 * @param limits what is asked of it
	 * @return the row
	 */
	public static Row higher(String name, String unit, Limits limits) {
		return new Row(name, unit, Better.HIGHER, limits);
	}

	/**
	 * A row of which less is better.
	 * @param name its name
	 * @param unit its unit
	 * @param limits what is asked of it
	 * @return the row
	 */
	public static Row lower(String name, String unit, Limits limits) {
		return new Row(name, unit, Better.LOWER, limits);
	}

	/**
	 * How ours stands to another figure.
	 * @param ours our figure
	 * @param other the other
	 * @return 1 when they are equal, more when ours is better
	 */
	double ratio(double ours, double other) {
		return (this.better == Better.HIGHER) ? ours / other : other / ours;
	}

	/**
	 * Which of two figures is better.
	 */
	public enum Better {

		/** The higher one, such as events a second. */
		HIGHER,

		/** The lower one, such as a time. */
		LOWER

	}

}
