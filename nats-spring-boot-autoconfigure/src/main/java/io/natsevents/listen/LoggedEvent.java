package io.natsevents.listen;

import io.natsevents.event.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Names an event in a line of the log.
 */
final class LoggedEvent {

	private LoggedEvent() {
	}

	static String of(@Nullable String eventId) {
		return (eventId != null) ? "event " + PrintableText.line(eventId) : "event of unknown id";
	}

}
