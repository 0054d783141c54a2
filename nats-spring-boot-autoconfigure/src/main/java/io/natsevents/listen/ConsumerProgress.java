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

	/**
	 * Read what the server says.
	 * @param before what it said before, or {@code null} when it was not asked
	 */
	static ConsumerProgress of(ConsumerInfo info, @Nullable ConsumerProgress before) {
		List<String> filters = info.getConsumerConfiguration().getFilterSubjects();
		ConsumerProgress now = new ConsumerProgress(info.getCreationTime(),
				(filters != null) ? List.copyOf(filters) : List.of(), floor(info),
				info.getDelivered().getStreamSequence(), info.getDelivered().getConsumerSequence(),
				info.getNumPending(), info.getNumAckPending());
		return now.continues(before) ? now.withFloorFrom(before) : now;
	}

	/**
	 * On 2.10 one that starts late has floor 0 until its first acknowledgement. What is
	 * passed over before the first delivery is not for it.
	 */
	private static long floor(ConsumerInfo info) {
		long before = info.getConsumerConfiguration().getStartSequence() - 1;
		long passed = (info.getDelivered().getConsumerSequence() == 0) ? info.getDelivered().getStreamSequence() : 0;
		return Math.max(info.getAckFloor().getStreamSequence(), Math.max(before, passed));
	}

	private ConsumerProgress withFloorFrom(@Nullable ConsumerProgress before) {
		return (before == null || before.ackFloor <= this.ackFloor) ? this : new ConsumerProgress(this.created,
				this.filters, before.ackFloor, this.delivered, this.deliveries, this.pending, this.ackPending);
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
