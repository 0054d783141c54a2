package io.natsevents.listen;

import java.util.List;

/**
 * A listener at run time: what it is doing, and the means to pause and stop it.
 */
public interface ListenerHandle {

	/**
	 * Id of the listener.
	 * @return the id
	 */
	String id();

	/**
	 * Stream it listens to.
	 * @return the name
	 */
	String stream();

	/**
	 * Durable consumer it shares with other instances. With ordering {@code cluster} the
	 * durable consumers of its partitions are called {@code <name>-p<number>}.
	 * @return the name
	 */
	String durable();

	/**
	 * What it is doing.
	 * @return the state now
	 */
	ListenerState state();

	/**
	 * How many unsettled events this instance holds.
	 * @return the number now
	 */
	int inFlight();

	/**
	 * What the listener is behind with, in all instances together.
	 * @return what the server said some seconds ago; nothing is asked now
	 */
	ListenerBacklog backlog();

	/**
	 * What the listener is doing in each partition of its stream, if it handles events in
	 * the order of the whole fleet.
	 * @return the states, in the order of the partitions; empty when the listener does
	 * not divide its events, and before it knows into how many
	 */
	default List<ListenerState> partitions() {
		return List.of();
	}

	/**
	 * Start it, if it is not running.
	 */
	void start();

	/**
	 * Ask for no more events. What has arrived is still handled. It stays paused until
	 * {@link #resume()}, also over a lost connection.
	 */
	void pause();

	/**
	 * Ask for events again.
	 */
	void resume();

	/**
	 * Stop it: give back what has not been started, wait for running handlers, for
	 * {@code shutdown-timeout} at most. It can be started again.
	 */
	void stop();

}
