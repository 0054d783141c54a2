package io.natsevents.benchmark.run;

import java.util.List;

/**
 * Something that is done with the starter and by hand, and measured.
 */
public interface BenchmarkCase {

	/**
	 * Name of the case.
	 * @return the name, as {@code --only} takes it
	 */
	String name();

	/**
	 * What is measured.
	 * @return the rows, whose names begin with the name of the case
	 */
	List<Row> rows();

	/**
	 * Make ready what the rounds need.
	 * @param workbench server, applications and connections; closed after the last round
	 * @return the sides
	 * @throws Exception when that fails, which ends the run
	 */
	Contest open(Workbench workbench) throws Exception;

	/**
	 * Whether rounds that do not count come first.
	 * @return {@code false} for cases whose sides warm up by themselves, in each round
	 */
	default boolean isWarmedUp() {
		return true;
	}

	/**
	 * Whether {@code --quick} runs it as well.
	 * @return {@code true} for the cases that show first when a change costs something
	 */
	default boolean isQuick() {
		return false;
	}

}
