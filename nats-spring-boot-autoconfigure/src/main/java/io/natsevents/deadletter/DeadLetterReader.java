package io.natsevents.deadletter;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.natsevents.connection.StoredMessage;
import io.natsevents.event.Event;
import io.natsevents.event.EventCodec;
import io.natsevents.event.EventMessageReader;
import io.natsevents.event.InvalidEventDataException;
import io.natsevents.event.MalformedEventException;
import org.jspecify.annotations.Nullable;

/**
 * Reads dead letters from what is stored, which may be anything: whatever cannot be read
 * is missing from the result.
 */
final class DeadLetterReader {

	private final EventMessageReader events;

	/**
	 * Create a reader.
	 * @param codec reads the events
	 */
	DeadLetterReader(EventCodec codec) {
		this.events = new EventMessageReader(codec);
	}

	/**
	 * Read a dead letter.
	 * @param entry a message of the stream of dead letters
	 * @return the dead letter, or {@code null} when its subject is not that of one
	 */
	@Nullable DeadLetter read(StoredMessage entry) {
		DeadLetterId id = DeadLetterId.ofSubject(entry.subject());
		if (id == null) {
			return null;
		}
		Event<?> event = event(entry);
		String eventId = entry.header(DeadLetterHeaders.EVENT_ID);
		return new DeadLetter(id, entry.sequence(), entry.storedAt(), entry.size(),
				entry.header(DeadLetterHeaders.SUBJECT), reason(entry.header(DeadLetterHeaders.REASON)),
				number(entry.header(DeadLetterHeaders.DELIVERIES)),
				time(entry.header(DeadLetterHeaders.FIRST_FAILED_AT)),
				time(entry.header(DeadLetterHeaders.LAST_FAILED_AT)), entry.header(DeadLetterHeaders.EXCEPTION),
				entry.header(DeadLetterHeaders.MESSAGE),
				StackTraceText.decode(entry.header(DeadLetterHeaders.STACK_TRACE)),
				entry.header(DeadLetterHeaders.APPLICATION), entry.header(DeadLetterHeaders.REPLAY),
				list(entry.header(DeadLetterHeaders.DROPPED)),
				(eventId != null || event == null) ? eventId : event.id(), (event != null) ? event.type() : null,
				(event != null) ? event.organizationId() : null, (event != null) ? event.entity() : null,
				time(entry.header(DeadLetterHeaders.CLAIMED_UNTIL)), entry.header(DeadLetterHeaders.CLAIMED_BY));
	}

	/**
	 * Read the event of an entry, or of an original.
	 * @param message where it is
	 * @return the event, or {@code null} when there is none that can be read
	 */
	@Nullable Event<Object> event(StoredMessage message) {
		if (message.body().length == 0 && message.header(DeadLetterHeaders.BODY) != null) {
			return null;
		}
		try {
			return this.events.read(message.headers().entrySet(), message.body(), Object.class);
		}
		catch (MalformedEventException | InvalidEventDataException ex) {
			return null;
		}
	}

	private static @Nullable DeadLetterReason reason(@Nullable String text) {
		for (DeadLetterReason reason : DeadLetterReason.values()) {
			if (reason.name().equals(text)) {
				return reason;
			}
		}
		return null;
	}

	private static long number(@Nullable String text) {
		try {
			return (text != null) ? Math.max(0, Long.parseLong(text)) : 0;
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	private static @Nullable Instant time(@Nullable String text) {
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static List<String> list(@Nullable String text) {
		List<String> entries = new ArrayList<>();
		for (String entry : ((text != null) ? text : "").split(",")) {
			if (!entry.isBlank()) {
				entries.add(entry.strip());
			}
		}
		return entries;
	}

}
