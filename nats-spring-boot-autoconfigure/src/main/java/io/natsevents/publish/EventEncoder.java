package io.natsevents.publish;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventSerializationException;
import io.natsevents.event.SubjectNaming;

/**
 * Turns an event into subject, headers and body.
 */
final class EventEncoder {

	private static final String CONTENT_TYPE = "Content-Type";

	private final EventCodec codec;

	private final SubjectNaming subjectNaming;

	EventEncoder(EventCodec codec, SubjectNaming subjectNaming) {
		this.codec = codec;
		this.subjectNaming = subjectNaming;
	}

	String subjectOf(Event<?> event) {
		return this.subjectNaming.subject(event.type(), event.schemaVersion().major());
	}

	OutgoingEvent encode(Event<?> event) {
		String subject = subjectOf(event);
		Headers headers = new Headers().put(NatsJetStreamConstants.MSG_ID_HDR, event.id())
			.put(CONTENT_TYPE, EventCodec.CONTENT_TYPE);
		try {
			return new OutgoingEvent(event.id(), event.type(), subject, headers, this.codec.write(event));
		}
		catch (EventSerializationException ex) {
			throw new PublishRejectedException(event.id(), subject,
					"Event " + event.id() + " (" + event.type() + ") cannot be written: " + ex.getMessage(), ex);
		}
	}

}
