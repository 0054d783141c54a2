package io.natsevents.listen;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.RedriveTarget;
import io.natsevents.deadletter.RedrivenEvent;
import io.natsevents.listen.ListenerState.Phase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Runs events that were given up through the listeners that gave them up. A listener that
 * is paused, or has not been started, takes them as well: it is asked for this one event.
 */
public final class ListenerRedrive implements RedriveTarget {

	private static final Log logger = LogFactory.getLog(ListenerRedrive.class);

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
		return listener(stream, durable).isPresent();
	}

	private Optional<RegisteredListener> listener(String stream, String durable) {
		return this.registry.find(this.connection, stream, durable);
	}

	@Override
	public RedriveOutcome run(RedrivenEvent event, Duration limit) throws InterruptedException {
		String stream = event.id().position().stream();
		RegisteredListener listener = listener(stream, event.id().durable()).orElseThrow(
				() -> new IllegalArgumentException("No listener of durable " + event.id().durable() + " on " + stream));
		if (!this.registry.isRunning()) {
			return new Outage(new IllegalStateException("the listeners of this application are not running"));
		}
		ListenerState state = listener.state();
		if (state.phase() == Phase.FAILED) {
			return new Outage(
					new IllegalStateException("listener " + listener.id() + " has failed: " + state.reason()));
		}
		return run(listener, event, limit);
	}

	private static RedriveOutcome run(RegisteredListener listener, RedrivenEvent event, Duration limit)
			throws InterruptedException {
		ListenerContainerDependencies dependencies = listener.dependencies();
		HandlingTurns turns = dependencies.turns();
		if (!event.alone()) {
			return run(listener, event, limit, (handling) -> {
				long turn = turns.share();
				try {
					handling.run();
				}
				finally {
					turns.endShared(turn);
				}
			});
		}
		Duration ackWait = listener.endpoint().settings().ackWait();
		OnlyTurn turn = turns.takeOnly(ackWait, ackWait, dependencies.threads().claims(),
				() -> logger.warn("The redrive of dead letter " + event.id() + " has not ended within " + ackWait
						+ " (ack-wait); other handlers run beside it from now on"));
		if (turn == null) {
			return new Outage(new IllegalStateException("it has to run alone, and " + turns.shared()
					+ " other handlers did not end in time; try again later"));
		}
		RedriveOutcome outcome = run(listener, event, limit, (handling) -> {
			try {
				handling.run();
			}
			finally {
				turn.end();
			}
		});
		if (!(outcome instanceof StillRunning)) {
			// There may have been no thread for it
			turn.end();
		}
		return outcome;
	}

	/**
	 * On a thread of the listener's own: what the caller's carries, such as a
	 * transaction, must not reach the handler.
	 */
	private static RedriveOutcome run(RegisteredListener listener, RedrivenEvent event, Duration limit,
			Executor inItsTurn) throws InterruptedException {
		ListenerContainerDependencies dependencies = listener.dependencies();
		RedriveAttempt attempt = new RedriveAttempt(listener.endpoint(), dependencies.codec(), dependencies.observer(),
				listener::fail);
		CompletableFuture<Void> handled = new CompletableFuture<>();
		Runnable handling = () -> {
			try {
				inItsTurn.execute(() -> attempt.handle(event));
				handled.complete(null);
			}
			catch (RuntimeException | Error ex) {
				handled.completeExceptionally(ex);
			}
		};
		try {
			dependencies.handlers().execute(handling);
			handled.get(limit.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException | ExecutionException ex) {
			return new Outage(ex);
		}
		catch (TimeoutException ex) {
			return attempt.abandon()
					? new Outage(new IllegalStateException("listener " + listener.id()
							+ " had no thread or no turn for it within " + limit + "; try again later"))
					: new StillRunning();
		}
		return attempt.outcome();
	}

}
