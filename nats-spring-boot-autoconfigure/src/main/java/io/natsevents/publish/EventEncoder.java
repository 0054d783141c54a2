package io.natsevents.publish;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.event.ContentMode;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventHeaders;
import io.natsevents.event.EventSerializationException;
import io.natsevents.event.SubjectNaming;

/**
 * Turns an event into subject, headers and body.
 */
final class EventEncoder {

	private static final String CONTENT_TYPE = "Content-Type";

	private final EventCodec codec;

	private final SubjectNaming subjectNaming;

	private final ContentMode contentMode;

	EventEncoder(EventCodec codec, SubjectNaming subjectNaming, ContentMode contentMode) {
		this.codec = codec;
		this.subjectNaming = subjectNaming;
		this.contentMode = contentMode;
	}

	String subjectOf(Event<?> event) {
		return this.subjectNaming.subject(event.type(), event.schemaVersion().major());
	}

	OutgoingEvent encode(Event<?> event) {
		String subject = subjectOf(event);
		Headers headers = new Headers().put(NatsJetStreamConstants.MSG_ID_HDR, event.id());
		try {
			return new OutgoingEvent(event.id(), event.type(), subject, headers, body(event, headers));
		}
		catch (EventSerializationException ex) {
			throw new PublishRejectedException(event.id(), subject,
					"Event " + event.id() + " (" + event.type() + ") cannot be written: " + ex.getMessage(), ex);
		}
	}

	private byte[] body(Event<?> event, Headers headers) {
		if (this.contentMode == ContentMode.STRUCTURED) {
			headers.put(CONTENT_TYPE, EventCodec.CONTENT_TYPE);
			return this.codec.write(event);
		}
		EventHeaders.of(event).forEach((name, value) -> headers.put(name, value));
		return this.codec.writeData(event);
	}

}
