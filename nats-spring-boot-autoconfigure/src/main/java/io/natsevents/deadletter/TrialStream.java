package io.natsevents.deadletter;

import java.time.Duration;

import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.natsevents.stream.StreamDefinition;
import io.natsevents.stream.StreamSettings;

/**
 * The stream that holds what instances must know of each other for a short time: the
 * records of lone runs.
 * <p>
 * It is not that of dead letters, where a healthy event would look like one that was
 * given up. It discards what is old when it is full: a lost record costs one more lone
 * run, while refusing one would keep a healthy event from being handled.
 */
public final class TrialStream {

	/**
	 * Name of the stream.
	 */
	public static final String NAME = "DLQ_TRIALS";

	private static final String SUBJECTS = "trial.>";

	/** Room for some thousand records, and little to reserve on a small server. */
	private static final long MAX_BYTES = 1L << 20;

	private TrialStream() {
	}

	/**
	 * Define the stream.
	 * @param replicas number of replicas of other streams
	 * @return the definition
	 */
	public static StreamDefinition definition(int replicas) {
		return StreamDefinition.named(NAME)
			.subjects(SUBJECTS)
			.settings(StreamSettings.builder()
				.storage(StorageType.File)
				.retention(RetentionPolicy.Limits)
				.discard(DiscardPolicy.Old)
				.maxMessagesPerSubject(1L)
				.maxAge(Duration.ofDays(1))
				.maxBytes(MAX_BYTES)
				.allowDirect(true)
				.replicas(replicas)
				.build());
	}

}
