package io.natsevents.publish;

import java.util.List;

/**
 * What is known of the streams this application declares.
 */
@FunctionalInterface
public interface DeclaredSubjects {

	/**
	 * List the streams, for error messages.
	 * @return for example {@code AUTH_EVENTS [auth.>]}
	 */
	List<String> describe();

	/**
	 * Whether a subject has no stream only because the application started without NATS
	 * and its streams are still to be created.
	 * @param subject the subject
	 * @return {@code true} when publishing to it should go on
	 */
	default boolean isAwaited(String subject) {
		return false;
	}

	/**
	 * Into how many partitions the events of a subject are divided. Asked for every
	 * event.
	 * @param subject the subject of an event, without a partition
	 * @return the number, 0 when they are not divided
	 */
	default int partitions(String subject) {
		return 0;
	}

}
