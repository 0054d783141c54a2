package io.natsevents.listen;

/**
 * How far a durable consumer has come, as the server said last.
 *
 * @param ackFloor every event up to this sequence of the stream is settled
 * @param pending how many events wait to be delivered
 * @param ackPending how many events are delivered and not settled
 */
record ConsumerProgress(long ackFloor, long pending, long ackPending) {
}
