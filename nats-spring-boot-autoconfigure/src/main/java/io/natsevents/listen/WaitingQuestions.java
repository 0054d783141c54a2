package io.natsevents.listen;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of the server to find out what became of events that waited.
 */
interface WaitingQuestions {

	/**
	 * Ask for the stream.
	 * @return {@code null} when the server does not tell
	 */
	@Nullable StreamSnapshot stream();

	/**
	 * Count what waits at the end of the stream.
	 * @param sequence events behind this one
	 * @param consumer of these filters
	 * @return {@code null} when the server does not tell, or may not be asked
	 */
	@Nullable WaitingCount behind(long sequence, ConsumerProgress consumer);

}
