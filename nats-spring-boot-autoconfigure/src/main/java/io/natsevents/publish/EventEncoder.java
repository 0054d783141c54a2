package io.natsevents.publish;

import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.event.ContentMode;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventHeaders;
import io.natsevents.event.EventPartition;
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

	private final DeclaredSubjects declaredStreams;

	EventEncoder(EventCodec codec, SubjectNaming subjectNaming, ContentMode contentMode,
			DeclaredSubjects declaredStreams) {
		this.codec = codec;
		this.subjectNaming = subjectNaming;
		this.contentMode = contentMode;
		this.declaredStreams = declaredStreams;
	}

	String subjectOf(Event<?> event) {
		String subject = this.subjectNaming.subject(event.type(), event.schemaVersion().major());
		int partitions = this.declaredStreams.partitions(subject);
		return (partitions > 0) ? EventPartition.subject(subject, EventPartition.of(event, partitions)) : subject;
	}

	OutgoingEvent encode(Event<?> event) {
		String subject = subjectOf(event);
		String refusal = this.declaredStreams.refusal(subject);
		if (refusal != null) {
			throw new PublishRejectedException(event.id(), subject,
					"Event " + event.id() + " (" + event.type() + ") was not sent: " + refusal, null);
		}
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
