package io.natsevents.publish;

/**
 * What became of a published event.
 */
public enum PublishStatus {

	/**
	 * The stream's leader and a quorum of its replicas have it.
	 */
	STORED,

	/**
	 * The stream had it already, from an earlier attempt or an earlier publish of the
	 * same event.
	 */
	DUPLICATE,

	/**
	 * It was written together with the caller's transaction and will be sent by the
	 * outbox.
	 */
	ENQUEUED

}
