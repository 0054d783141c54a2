package io.natsevents.publish;

/**
 * An event is larger than the server takes. It was not sent.
 */
public class EventTooLargeException extends PublishRejectedException {

	private final long size;

	private final long limit;

	public EventTooLargeException(String eventId, String subject, long size, long limit) {
		super(eventId, subject,
				"Event " + eventId + " for '" + subject + "' has " + size + " bytes with its headers; the server takes "
						+ limit + " (max_payload). Publish a reference to the data instead, or raise the limit",
				null);
		this.size = size;
		this.limit = limit;
	}

	/**
	 * Size of the event.
	 * @return bytes of body and headers
	 */
	public long getSize() {
		return this.size;
	}

	/**
	 * Largest size the server takes.
	 * @return bytes of body and headers
	 */
	public long getLimit() {
		return this.limit;
	}

}
