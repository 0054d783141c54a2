package io.natsevents.listen;

import io.nats.client.Message;
import io.nats.client.support.NatsJetStreamConstants;
import io.natsevents.event.InvalidEventDataException;
import io.natsevents.event.MalformedEventException;
import org.jspecify.annotations.Nullable;

/**
 * What can still be told of an event that could not be read.
 */
final class ReadFailure {

	private ReadFailure() {
	}

	/**
	 * Id of the event: as read before the failure, else as its publisher gave it to the
	 * server.
	 */
	static @Nullable String eventId(Message message, Throwable failure) {
		if (failure instanceof InvalidEventDataException ex && ex.eventId() != null) {
			return ex.eventId();
		}
		if (failure instanceof MalformedEventException ex && ex.eventId() != null) {
			return ex.eventId();
		}
		if (failure instanceof WrongTypeException ex) {
			return ex.eventId();
		}
		if (failure instanceof InvalidArgumentException ex) {
			return ex.eventId();
		}
		return eventId(message);
	}

	/**
	 * Id of an event that has not been read, as its publisher gave it to the server.
	 */
	static @Nullable String eventId(Message message) {
		return message.hasHeaders() ? message.getHeaders().getFirst(NatsJetStreamConstants.MSG_ID_HDR) : null;
	}

}
