package io.natsevents.listen;

import java.time.ZonedDateTime;
import java.util.List;

import io.nats.client.api.ConsumerInfo;
import org.jspecify.annotations.Nullable;

/**
 * How far a durable consumer has come, as the server said last.
 *
 * @param created when it was created
 * @param filters the subjects it delivers; none means all
 * @param ackFloor every event up to this sequence of the stream is settled
 * @param delivered sequence of the last event that was delivered for the first time, or
 * passed over
 * @param deliveries how many deliveries there have been, repeated ones included
 * @param pending how many events wait to be delivered
 * @param ackPending how many events are delivered and not settled
 */
record ConsumerProgress(ZonedDateTime created, List<String> filters, long ackFloor, long delivered, long deliveries,
		long pending, long ackPending) {

	static ConsumerProgress of(ConsumerInfo info) {
		// On 2.10 one that starts late has floor 0 until its first acknowledgement
		long before = info.getConsumerConfiguration().getStartSequence() - 1;
		long floor = Math.max(info.getAckFloor().getStreamSequence(), before);
		List<String> filters = info.getConsumerConfiguration().getFilterSubjects();
		return new ConsumerProgress(info.getCreationTime(), (filters != null) ? List.copyOf(filters) : List.of(), floor,
				info.getDelivered().getStreamSequence(), info.getDelivered().getConsumerSequence(),
				info.getNumPending(), info.getNumAckPending());
	}

	/**
	 * How many events are not settled.
	 */
	long lag() {
		return this.pending + this.ackPending;
	}

	/**
	 * Whether this is the same consumer as before, which went on and was not changed in
	 * between, so that its numbers can be compared.
	 */
	boolean continues(@Nullable ConsumerProgress before) {
		return before != null && this.created.equals(before.created) && this.filters.equals(before.filters)
				&& this.delivered >= before.delivered && this.deliveries >= before.deliveries;
	}

}
