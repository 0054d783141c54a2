package io.natsevents.campaign.load;

import java.util.Locale;

import io.natsevents.listen.Ordering;

/**
 * A kind of events, with a stream and a listener of their own.
 */
public enum Workload {

	/** Events without an order, which several processes share. */
	ORDERS("AUTH_EVENTS", "auth.order.placed", Ordering.NONE),

	/** Events in the order of their keys, for one process. */
	ITEMS("CATALOG_EVENTS", "catalog.item.changed", Ordering.KEY),

	/** Events in the order of their keys, which several processes share. */
	TASKS("EXECUTION_EVENTS", "execution.task.done", Ordering.CLUSTER);

	/** Partitions of the stream whose order is kept across processes. */
	public static final int PARTITIONS = 4;

	private final String stream;

	private final String type;

	private final Ordering ordering;

	Workload(String stream, String type, Ordering ordering) {
		this.stream = stream;
		this.type = type;
		this.ordering = ordering;
	}

	/**
	 * The stream its events are stored in.
	 */
	public String stream() {
		return this.stream;
	}

	/**
	 * The type of its events.
	 */
	public String type() {
		return this.type;
	}

	/**
	 * The order its listener keeps.
	 */
	public Ordering ordering() {
		return this.ordering;
	}

	/**
	 * Id of its listener.
	 */
	public String listener() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Find the workload of a stream.
	 * @param stream name of the stream
	 */
	public static Workload ofStream(String stream) {
		for (Workload each : values()) {
			if (each.stream.equals(stream)) {
				return each;
			}
		}
		throw new IllegalArgumentException("No workload has stream " + stream);
	}

}
