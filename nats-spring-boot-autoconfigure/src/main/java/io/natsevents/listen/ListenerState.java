package io.natsevents.listen;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a listener is doing.
 *
 * @param phase what it is doing
 * @param reason why it is not working as it should, or {@code null} when it is
 * @param since when the phase began
 */
public record ListenerState(Phase phase, @Nullable String reason, Instant since) {

	/**
	 * What a listener can be doing.
	 */
	public enum Phase {

		/** It was not started, or was stopped on purpose. */
		STOPPED(true),

		/** It is setting up its consumer. */
		STARTING(true),

		/** It asks the server for events, and the server answers. */
		PULLING(true),

		/**
		 * All its handlers have been running for a good part of ack-wait, so it leaves
		 * new events to other instances.
		 */
		BUSY(true),

		/** It was paused on purpose. */
		PAUSED(true),

		/** It has never had a connection, and begins as soon as there is one. */
		WAITING_FOR_CONNECTION(false),

		/** Its stream is not there. */
		WAITING_FOR_STREAM(false),

		/** The server does not answer as it should; it keeps trying. */
		RECOVERING(false),

		/**
		 * Events it handles do not come: its consumer on the server was changed and
		 * passes over them, or stands past the end of its stream, or the stream has
		 * discarded them within the last minute.
		 */
		MISSING_EVENTS(false),

		/**
		 * Its consumer on the server was changed and delivers several events at a time,
		 * where only one keeps the order it asks for.
		 */
		OUT_OF_ORDER(false),

		/** Handlers fail for a reason outside of the events; it keeps trying one. */
		PROBING(false),

		/** An error ended it; it does not start again by itself. */
		FAILED(false);

		private final boolean expected;

		Phase(boolean expected) {
			this.expected = expected;
		}

		/**
		 * Whether the phase is part of normal work.
		 * @return {@code false} when somebody should look
		 */
		public boolean isExpected() {
			return this.expected;
		}

	}

}
