package io.natsevents.publish;

import java.time.Duration;

import io.natsevents.event.ContentMode;
import io.natsevents.event.SubjectNaming;
import org.jspecify.annotations.Nullable;

/**
 * How events are published.
 *
 * @param source source of events that name none, or {@code null} to refuse those
 * @param defaultOrganization organization of events that name none, or {@code null} to
 * refuse those
 * @param subjectNaming how a subject is made from type and version
 * @param timeout how long one attempt waits for the server's confirmation
 * @param retry what happens after an attempt that was not confirmed
 * @param maxInFlight how many events sent asynchronously may be unconfirmed at a time
 * @param contentMode how events are laid out in messages
 */
public record PublisherSettings(@Nullable String source, @Nullable String defaultOrganization,
		SubjectNaming subjectNaming, Duration timeout, PublishRetry retry, int maxInFlight, ContentMode contentMode) {

	public PublisherSettings {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("timeout must be more than 0 but is " + timeout);
		}
		if (maxInFlight < 1) {
			throw new IllegalArgumentException("max-in-flight must be 1 or more but is " + maxInFlight);
		}
	}

}
