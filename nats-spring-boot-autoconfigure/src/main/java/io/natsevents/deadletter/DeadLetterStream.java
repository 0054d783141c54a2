package io.natsevents.deadletter;

import java.time.Duration;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.natsevents.stream.StreamDefinition;
import io.natsevents.stream.StreamSettings;

/**
 * The stream that holds dead letters.
 * <p>
 * It refuses what is new when it is full: discarding what is old would lose events that
 * somebody still has to look at (tried: 22 of 40 were lost without an error).
 */
public final class DeadLetterStream {

	/**
	 * Name of the stream.
	 */
	public static final String NAME = "DLQ_EVENTS";

	private static final String SUBJECTS = "dlq.>";

	private DeadLetterStream() {
	}

	/**
	 * Define the stream.
	 * @param settings what is configured for it
	 * @param replicas number of replicas of other streams
	 * @return the definition
	 */
	public static StreamDefinition definition(StreamSettings settings, int replicas) {
		StreamSettings defaults = StreamSettings.builder()
			.storage(StorageType.File)
			.retention(RetentionPolicy.Limits)
			.discard(DiscardPolicy.New)
			.maxMessagesPerSubject(1L)
			.maxAge(Duration.ofDays(30))
			.maxBytes(1L << 30)
			.allowDirect(true)
			.replicas(replicas)
			.build();
		return StreamDefinition.named(NAME).subjects(SUBJECTS).settings(settings.withDefaults(defaults));
	}

}
