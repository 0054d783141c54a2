package io.natsevents.listen;

import java.util.List;
import java.util.function.Predicate;

import org.springframework.util.Assert;

/**
 * The events one call of a handler is for: one, or several when the listener takes
 * batches.
 */
public final class HandledEvents {

	private final ListenerDescription listener;

	private final List<HandledEvent> events;

	private HandledEvents(ListenerDescription listener, List<HandledEvent> events) {
		this.listener = listener;
		this.events = events;
	}

	static HandledEvents of(ListenerDescription listener, List<ReceivedEvent> received) {
		return new HandledEvents(listener,
				received.stream().map((event) -> new HandledEvent(listener.id(), event)).toList());
	}

	/**
	 * The listener they were delivered to.
	 * @return its description
	 */
	public ListenerDescription listener() {
		return this.listener;
	}

	/**
	 * The events, in the order the handler gets them.
	 * @return an unmodifiable list
	 */
	public List<HandledEvent> all() {
		return this.events;
	}

	/**
	 * The event of a listener that takes one at a time.
	 * @return the event
	 * @throws IllegalStateException when there are several, or none
	 */
	public HandledEvent single() {
		Assert.state(this.events.size() == 1,
				() -> "Listener " + this.listener.id() + " was given a batch of " + this.events.size() + " events");
		return this.events.get(0);
	}

	/**
	 * Only those that are to be handled. Passed on by an interceptor, the others count as
	 * handled.
	 * @param condition tells which to keep
	 * @return those that meet the condition, in the same order
	 */
	public HandledEvents only(Predicate<HandledEvent> condition) {
		return new HandledEvents(this.listener, this.events.stream().filter(condition).toList());
	}

	List<ReceivedEvent> received() {
		return this.events.stream().map(HandledEvent::received).toList();
	}

}
