package io.natsevents.deadletter;

/**
 * Why an event was parked.
 */
public enum DeadLetterReason {

	/**
	 * Its handler failed as often as it was allowed to.
	 */
	HANDLER_FAILED,

	/**
	 * Its body is not JSON, or not a CloudEvent.
	 */
	MALFORMED,

	/**
	 * Its data does not fit the type the handler asks for, or fails validation.
	 */
	INVALID,

	/**
	 * Its type or version is not one the listener takes.
	 */
	WRONG_TYPE,

	/**
	 * The handler said that it can never succeed, by a {@code RejectedEventException},
	 * {@code Acknowledgement.reject} or an exception listed in {@code retry.never-for}.
	 */
	REJECTED,

	/**
	 * It was delivered more often than its failures explain: at least one delivery never
	 * came back.
	 */
	PROCESS_DIED,

	/**
	 * It belongs to an organization the listener does not take.
	 */
	ORGANIZATION,

	/**
	 * Its data breaks the schema agreed for its type.
	 */
	SCHEMA

}
