package io.natsevents.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * What the rounds of one row came to.
 * <p>
 * The bare client runs twice in each round. What its two figures differ by is what the
 * machine does by itself, and nobody's fault.
 */
public final class Comparison {

	private final Row row;

	private final List<Round> rounds;

	/**
	 * Compare.
	 * @param row the row
	 * @param rounds at least one round
	 */
	public Comparison(Row row, List<Round> rounds) {
		this.row = row;
		this.rounds = List.copyOf(rounds);
	}

	/**
	 * What was measured.
	 * @return the row
	 */
	public Row row() {
		return this.row;
	}

	/**
	 * Our figure.
	 * @return the median
	 */
	public double ours() {
		return median((round) -> round.ours().value());
	}

	/**
	 * The figure of the bare client.
	 * @return the median of its first runs
	 */
	public double bare() {
		return median((round) -> round.bare().value());
	}

	/**
	 * How ours stands to the bare client.
	 * @return the median of the rounds: 1 when they are equal, more when ours is better
	 */
	public double ratio() {
		return Median.of(ratios());
	}

	/**
	 * The worst ratio of a round.
	 * @return the ratio
	 */
	public double min() {
		return ratios().stream().min(Double::compare).orElseThrow();
	}

	/**
	 * The best ratio of a round.
	 * @return the ratio
	 */
	public double max() {
		return ratios().stream().max(Double::compare).orElseThrow();
	}

	/**
	 * How the bare client stands to itself.
	 * @return the median of the rounds
	 */
	public double control() {
		return Median.of(controls(Sample::value, this.row::ratio));
	}

	/**
	 * By how much the ratio of the bare client to itself usually differs from 1.
	 * @return the median of the rounds
	 */
	public double spread() {
		return spread(Sample::value);
	}

	/**
	 * Processor time for an event as a multiple of the bare client's.
	 * @return the median, or NaN when it was not measured
	 */
	public double cpuRatio() {
		return median((round) -> round.ours().cpuMicros() / round.bare().cpuMicros());
	}

	double cpuSpread() {
		return spread(Sample::cpuMicros);
	}

	/**
	 * Bytes allocated for an event as a multiple of the bare client's.
	 * @return the median, or NaN when they were not measured
	 */
	public double bytesRatio() {
		return median((round) -> round.ours().bytes() / round.bare().bytes());
	}

	double bytesSpread() {
		return spread(Sample::bytes);
	}

	private List<Double> ratios() {
		return this.rounds.stream().map((round) -> this.row.ratio(round.ours().value(), round.bare().value())).toList();
	}

	private double spread(ToDoubleFunction<Sample> figure) {
		return Median.of(controls(figure, (again, first) -> Math.abs(again / first - 1)));
	}

	private List<Double> controls(ToDoubleFunction<Sample> figure, ToDoubleBiFunction<Double, Double> compare) {
		List<Double> controls = new ArrayList<>();
		for (Round round : this.rounds) {
			controls
				.add(compare.applyAsDouble(figure.applyAsDouble(round.control()), figure.applyAsDouble(round.bare())));
		}
		return controls;
	}

	private double median(ToDoubleFunction<Round> figure) {
		return Median.of(this.rounds.stream().map(figure::applyAsDouble).toList());
	}

	/**
	 * One round.
	 *
	 * @param ours our sample
	 * @param bare the bare client's
	 * @param control the bare client's once more
	 */
	public record Round(Sample ours, Sample bare, Sample control) {
	}

}
