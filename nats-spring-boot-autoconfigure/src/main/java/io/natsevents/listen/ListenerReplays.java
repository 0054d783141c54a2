package io.natsevents.listen;

import java.util.List;
import java.util.Optional;

import io.natsevents.connection.ConnectionSupervisor;

/**
 * The listeners of this application, as far as events are replayed into them.
 */
public final class ListenerReplays {

	private final ListenerRegistry registry;

	private final ConnectionSupervisor connection;

	/**
	 * Create the replays.
	 * @param registry knows the listeners
	 * @param connection leads to the server the state of replays is kept on; into
	 * listeners of another server nothing is replayed
	 */
	public ListenerReplays(ListenerRegistry registry, ConnectionSupervisor connection) {
		this.registry = registry;
		this.connection = connection;
	}

	/**
	 * Find a listener.
	 * @param id its id
	 * @return the listener, or nothing when there is none of this id
	 */
	public Optional<ReplayableListener> find(String id) {
		return this.registry.registered(id)
			.map((container) -> new ReplayableListener(container.endpoint(), container.dependencies(),
					this.connection));
	}

	/**
	 * All listeners events can be replayed into.
	 * @return the listeners, in the order they were registered
	 */
	public List<ReplayableListener> all() {
		return ids().stream()
			.flatMap((id) -> find(id).stream())
			.filter((listener) -> listener.refusal() == null)
			.toList();
	}

	/**
	 * The ids of all listeners.
	 * @return the ids, in the order they were registered
	 */
	public List<String> ids() {
		return this.registry.all().stream().map(ListenerHandle::id).toList();
	}

}
