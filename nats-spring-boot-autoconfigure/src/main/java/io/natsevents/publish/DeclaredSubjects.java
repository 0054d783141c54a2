package io.natsevents.publish;

import java.util.List;

import org.jspecify.annotations.Nullable;

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
	 * Why an event of a subject must not be sent, although its stream would take it.
	 * Asked for every event.
	 * @param subject the subject
	 * @return the reason, or {@code null} when there is none
	 */
	default @Nullable String refusal(String subject) {
		return null;
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
