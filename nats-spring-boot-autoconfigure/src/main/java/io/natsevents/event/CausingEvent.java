package io.natsevents.event;

import org.jspecify.annotations.Nullable;

/**
 * The event being handled on a thread, from which an event published there takes its
 * causation and correlation.
 *
 * @param id the id of the event being handled
 * @param correlationId its correlation, or its id when it has none and so begins a chain
 */
public record CausingEvent(String id, String correlationId) {

	private static final ThreadLocal<@Nullable CausingEvent> CURRENT = new ThreadLocal<>();

	/**
	 * Returns the event being handled on this thread.
	 * @return the event, or {@code null} outside a handler
	 */
	public static @Nullable CausingEvent current() {
		return CURRENT.get();
	}

	/**
	 * Makes an event the one being handled on this thread until the scope is closed.
	 * Scopes nest and must be closed on the same thread, innermost first.
	 * @param event the event
	 * @return the scope to close
	 */
	public static Scope open(Event<?> event) {
		CausingEvent previous = CURRENT.get();
		String correlationId = event.correlationId();
		CURRENT.set(new CausingEvent(event.id(), (correlationId != null) ? correlationId : event.id()));
		return new Scope(previous);
	}

	/**
	 * The time during which an event is the one being handled.
	 */
	public static final class Scope implements AutoCloseable {

		private final @Nullable CausingEvent previous;

		private Scope(@Nullable CausingEvent previous) {
			this.previous = previous;
		}

		/**
		 * Makes the event of the enclosing scope, or none, the one being handled.
		 */
		@Override
		public void close() {
			if (this.previous == null) {
				CURRENT.remove();
			}
			else {
				CURRENT.set(this.previous);
			}
		}

	}

}
