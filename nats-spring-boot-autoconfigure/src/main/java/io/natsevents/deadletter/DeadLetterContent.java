package io.natsevents.deadletter;

import java.util.List;
import java.util.Map;

import io.natsevents.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter with its event. May hold personal data.
 *
 * @param deadLetter the dead letter
 * @param source where headers, body and event are from
 * @param headers headers
 * @param body body
 * @param event the event, with data of maps, lists and simple values, or {@code null}
 * when it cannot be read
 */
public record DeadLetterContent(DeadLetter deadLetter, Source source, Map<String, List<String>> headers, byte[] body,
		@Nullable Event<Object> event) {

	/**
	 * Places an event is read from.
	 */
	public enum Source {

		/** The dead letter has all of it. */
		DEAD_LETTER,

		/** Something was left out of the dead letter, but its stream still has it. */
		STREAM,

		/** Something was left out of the dead letter, and its stream has it no more. */
		INCOMPLETE

	}

}
