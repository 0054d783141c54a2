package io.natsevents.listen;

import java.util.Set;

import io.natsevents.deadletter.StoredPosition;

/**
 * What an instance holds of events that are handled in order.
 */
interface HeldDeliveries {

	/**
	 * Events that are held now, and that the server certainly counts as delivered and not
	 * settled: no acknowledgement of theirs is on its way.
	 */
	Set<StoredPosition> held();

	/**
	 * Put aside what comes from now on, instead of having it handled.
	 */
	void putAside();

	/**
	 * Have handled what was put aside, the earlier events of each key first.
	 */
	void handleAll();

}
