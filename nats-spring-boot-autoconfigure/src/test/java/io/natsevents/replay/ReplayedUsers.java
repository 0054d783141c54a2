package io.natsevents.replay;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.natsevents.event.Event;
import io.natsevents.listen.DeliveryContext;
import io.natsevents.listen.JetStreamListener;

/**
 * Listeners that take down what they are given, and fail on request.
 */
final class ReplayedUsers {

	private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	final Queue<Integer> sizes = new ConcurrentLinkedQueue<>();

	@JetStreamListener(id = "users", value = "auth.user.*", concurrency = "2")
	void on(User user, Event<User> event, DeliveryContext context) {
		call("users", event, context);
		if (user.id().equals("poison") && context.replaying()) {
			throw new IllegalStateException("cannot handle " + user.id() + " again");
		}
		if (user.id().equals("heap") && context.replaying()) {
			throw new OutOfMemoryError("on purpose");
		}
	}

	@JetStreamListener(id = "keys", value = "auth.user.*", concurrency = "4", ordering = "key")
	void inOrder(User user, Event<User> event, DeliveryContext context) {
		call("keys", event, context);
		if (user.id().equals("flaky") && context.replaying() && attempts(context) < 3) {
			throw new IllegalStateException("not now");
		}
	}

	@JetStreamListener(id = "batches", value = "auth.user.*", concurrency = "2")
	void onAll(List<Event<User>> events) {
		this.sizes.add(events.size());
		events.forEach((event) -> this.calls.add(new Call("batches", event.id(), "", 0, false, System.nanoTime())));
	}

	private long attempts(DeliveryContext context) {
		return this.calls.stream()
			.filter((call) -> call.listener().equals("keys") && call.replaying()
					&& call.sequence() == context.sequence())
			.count();
	}

	private void call(String listener, Event<User> event, DeliveryContext context) {
		this.calls.add(new Call(listener, event.id(), String.valueOf(event.partitionKey()), context.sequence(),
				context.replaying(), System.nanoTime()));
	}

	void clear() {
		this.calls.clear();
		this.sizes.clear();
	}

	List<Call> calls(String listener, boolean replaying) {
		return this.calls.stream()
			.filter((call) -> call.listener().equals(listener) && call.replaying() == replaying)
			.toList();
	}

	List<Call> replayed(String listener) {
		return calls(listener, true);
	}

	record User(String id) {
	}

	record Call(String listener, String eventId, String key, long sequence, boolean replaying, long at) {
	}

}
