package io.natsevents.benchmark.peer;

/**
 * One mode of the peer, warm after the first run.
 */
interface Round extends AutoCloseable {

	/**
	 * Do a round.
	 * @return events a second and nanoseconds of processor time for each event
	 * @throws Exception when it cannot be done
	 */
	String run() throws Exception;

	@Override
	void close();

}
