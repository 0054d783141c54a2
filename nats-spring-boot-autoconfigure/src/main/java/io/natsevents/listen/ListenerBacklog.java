package io.natsevents.listen;

import java.util.OptionalDouble;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * What a listener is behind with, as the server said some seconds ago. The numbers are
 * those of its durable consumer: all instances that share it see the same.
 *
 * @param lag how many events wait to be delivered or settled; empty when the server was
 * not asked
 * @param retentionUsed which share of what its stream can hold is filled by events that
 * are not handled, from 0 to 1; empty when it is not known. Near 1 events are about to be
 * discarded before they are handled
 * @param missed the events discarded before they were handled since this listener was
 * made, or {@code null} for none
 * @param pastEnd whether the consumer stands past the end of its stream
 */
public record ListenerBacklog(OptionalLong lag, OptionalDouble retentionUsed, @Nullable MissedEvents missed,
		boolean pastEnd) {

	static final ListenerBacklog UNKNOWN = new ListenerBacklog(OptionalLong.empty(), OptionalDouble.empty(), null,
			false);

}
