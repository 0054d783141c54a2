package io.natsevents.benchmark.run;

import java.util.List;

/**
 * One way of doing the work of a case.
 */
@FunctionalInterface
public interface Side {

	/**
	 * Do a round.
	 * @return a sample for each row of the case, in their order
	 * @throws Exception when the work cannot be done, which ends the run
	 */
	List<Sample> run() throws Exception;

}
