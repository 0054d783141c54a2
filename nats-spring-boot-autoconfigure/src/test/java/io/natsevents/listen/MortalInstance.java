package io.natsevents.listen;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.natsevents.autoconfigure.ConnectionSupervisorFactory;
import io.natsevents.autoconfigure.JetStreamListenerContainerFactoryConfigurer;
import io.natsevents.connection.ConnectionSupervisor;
import io.natsevents.deadletter.DeadLetterParking;
import io.natsevents.event.Event;
import io.natsevents.support.BusApplication;

/**
 * An instance of an application that can die like a process does: its connection is cut,
 * what it knew is gone, and what its handlers still do reaches nobody. It has everything
 * of its own that keeps a state, so many can live and die in one test.
 */
final class MortalInstance implements AutoCloseable {

	private static final int LONE_RUNS = 2;

	private final ConnectionSupervisor connection;

	private final ListenerThreads threads = ListenerThreads.onPlatformThreads();

	private final JetStreamListenerContainerFactory factory;

	private final List<RegisteredListener> listeners = new CopyOnWriteArrayList<>();

	private final DeadLetterParking parking;

	private final CountDownLatch death = new CountDownLatch(1);

	private volatile boolean dying;

	MortalInstance(BusApplication application, String url, Map<String, String> settings) {
		this.connection = application.bean(ConnectionSupervisorFactory.class).create(() -> List.of(url));
		this.connection.start();
		this.parking = new DeadLetterParking(this.connection, "analytics", Duration.ofSeconds(5), Duration.ofSeconds(1),
				false, LONE_RUNS, Clock.systemUTC());
		JetStreamListenerContainerFactory.Builder builder = application
			.bean(JetStreamListenerContainerFactoryConfigurer.class)
			.configure(JetStreamListenerContainerFactory.builder())
			.connection(this.connection, this.parking)
			.threads(this.threads)
			.turns(new HandlingTurns())
			.setting("ack-wait", "300ms")
			.setting("retry.max-retries", "0")
			.setting("shutdown-timeout", "1ms");
		settings.forEach(builder::setting);
		this.factory = builder.build();
	}

	/**
	 * Handle the events of a type, as the listener of the same id.
	 * @param handler handles one event; called repeatedly for a batch
	 */
	RegisteredListener listen(String id, String type, boolean batch, Handler handler) {
		ListenerEndpointFactory.Declaration declaration = new ListenerEndpointFactory.Declaration(id, id, List.of(type),
				null, null, 1, Map.of());
		RegisteredListener listener = this.factory.create(declaration, new Invocation(id, batch, handler), null);
		this.listeners.add(listener);
		listener.start();
		return listener;
	}

	/**
	 * Die, and never return to the handler that does it.
	 */
	void die() {
		this.dying = true;
		this.connection.close();
		this.death.countDown();
		throw new DeathError();
	}

	boolean awaitDeath(Duration limit) throws InterruptedException {
		return this.death.await(limit.toNanos(), TimeUnit.NANOSECONDS);
	}

	DeadLetterParking parking() {
		return this.parking;
	}

	/**
	 * Stop as an application does that is told to.
	 */
	void stop() {
		this.listeners.forEach(RegisteredListener::stop);
	}

	@Override
	public void close() {
		stop();
		this.connection.close();
		this.threads.close();
	}

	private final class Invocation implements HandlerInvocation {

		private final String id;

		private final boolean batch;

		private final Handler handler;

		Invocation(String id, boolean batch, Handler handler) {
			this.id = id;
			this.batch = batch;
			this.handler = handler;
		}

		@Override
		public Type dataType() {
			return Integer.class;
		}

		@Override
		public boolean isBatch() {
			return this.batch;
		}

		@Override
		@SuppressWarnings("unchecked") // the data type says so
		public void invoke(List<ReceivedEvent> events, DeliveryAcknowledgement acknowledgement) throws Exception {
			for (ReceivedEvent received : events) {
				if (MortalInstance.this.dying) {
					// Nothing of it may reach the server
					MortalInstance.this.death.await();
					throw new DeathError();
				}
				this.handler.handle((Event<Integer>) received.event(), received.delivery().context(this.id),
						acknowledgement);
			}
		}

		@Override
		@SuppressWarnings("unchecked") // the data type says so
		public void check(Event<?> event) {
			this.handler.check((Event<Integer>) event);
		}

	}

	@FunctionalInterface
	interface Handler {

		void handle(Event<Integer> event, DeliveryContext context, Acknowledgement acknowledgement) throws Exception;

		/**
		 * Called while the event is read.
		 */
		default void check(Event<Integer> event) {
		}

	}

	private static final class DeathError extends Error {

	}

}
