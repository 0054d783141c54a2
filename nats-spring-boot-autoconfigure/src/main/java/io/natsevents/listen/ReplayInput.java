package io.natsevents.listen;

import java.util.List;
import java.util.function.Predicate;

import io.nats.client.Message;
import io.natsevents.event.EventTypePattern;

/**
 * What a listener is given once more.
 *
 * @param id id of the replay
 * @param types event types, all of them handled by the listener
 * @param wanted which messages are handled; the others are acknowledged. Asked by one
 * thread, also for those that come a second time
 * @param pace how many may be asked for
 * @param observer is told what becomes of them, in place of the listener's own
 */
public record ReplayInput(String id, List<EventTypePattern> types, Predicate<Message> wanted, PullPace pace,
		ListenerObserver observer) {

	public ReplayInput {
		types = List.copyOf(types);
	}

}
