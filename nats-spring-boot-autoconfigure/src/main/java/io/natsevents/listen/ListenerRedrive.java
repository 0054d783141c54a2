package io.natsevents.listen;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.RedriveTarget;
import io.natsevents.deadletter.RedrivenEvent;
import io.natsevents.listen.ListenerState.Phase;

/**
 * Runs events that were given up through the listeners that gave them up. A listener that
 * is paused, or has not been started, takes them as well: it is asked for this one event.
 */
public final class ListenerRedrive implements RedriveTarget {

	private final ListenerRegistry registry;

	private final ConnectionSupervisor connection;

	/**
	 * Create a target.
	 * @param registry knows the listeners
	 * @param connection leads to the server the events are on; listeners of another
	 * server are not asked
	 */
	public ListenerRedrive(ListenerRegistry registry, ConnectionSupervisor connection) {
		this.registry = registry;
		this.connection = connection;
	}

	@Override
	public boolean hasListener(String stream, String durable) {
		return container(stream, durable).isPresent();
	}

	private Optional<ListenerContainer> container(String stream, String durable) {
		return this.registry.find(this.connection, stream, durable);
	}

	@Override
	public RedriveOutcome run(RedrivenEvent event) throws InterruptedException {
		String stream = event.id().position().stream();
		ListenerContainer container = container(stream, event.id().durable()).orElseThrow(
				() -> new IllegalArgumentException("No listener of durable " + event.id().durable() + " on " + stream));
		if (!this.registry.isRunning()) {
			return new Outage(new IllegalStateException("the listeners of this application are not running"));
		}
		ListenerState state = container.state();
		if (state.phase() == Phase.FAILED) {
			return new Outage(
					new IllegalStateException("listener " + container.id() + " has failed: " + state.reason()));
		}
		return run(container, event);
	}

	/**
	 * On a thread of the listener's own: what the caller's carries, such as a
	 * transaction, must not reach the handler.
	 */
	private static RedriveOutcome run(ListenerContainer container, RedrivenEvent event) throws InterruptedException {
		ListenerContainerDependencies dependencies = container.dependencies();
		RedriveAttempt attempt = new RedriveAttempt(container.endpoint(), dependencies.codec(), dependencies.observer(),
				container::fail);
		CompletableFuture<Void> handled = new CompletableFuture<>();
		try {
			dependencies.handlers().execute(() -> {
				try {
					attempt.handle(event);
					handled.complete(null);
				}
				catch (RuntimeException | Error ex) {
					handled.completeExceptionally(ex);
				}
			});
			handled.get();
		}
		catch (RejectedExecutionException | ExecutionException ex) {
			return new Outage(ex);
		}
		return attempt.outcome();
	}

}
