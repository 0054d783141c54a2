package io.natsevents.benchmark.cases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.natsevents.benchmark.UserCreated;
import io.natsevents.listen.EventHandler;
import io.natsevents.listen.EventSubscriber;
import io.natsevents.listen.ListenerDefinition;
import io.natsevents.listen.ListenerHandle;
import io.natsevents.listen.ListenerState.Phase;

import org.springframework.context.ApplicationContext;

/**
 * Any number of listeners in one application, each with an event type of its own.
 */
final class ListenerFleet {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final EventSubscriber subscriber;

	private final String service;

	private final EventHandler<UserCreated> handler;

	private final List<ListenerHandle> listeners = new ArrayList<>();

	/**
	 * Begin without a listener.
	 * @param application the application
	 * @param service service whose events are listened to
	 * @param handler handles the events of all
	 */
	ListenerFleet(ApplicationContext application, String service, EventHandler<UserCreated> handler) {
		this.subscriber = application.getBean(EventSubscriber.class);
		this.service = service;
		this.handler = handler;
	}

	/**
	 * Have more listeners, and wait until they pull.
	 * @param count how many there shall be
	 */
	ListenerFleet growTo(int count) {
		while (this.listeners.size() < count) {
			int number = this.listeners.size();
			this.listeners.add(this.subscriber
				.subscribe(ListenerDefinition.of("fleet-" + number, UserCreated.class, typeOf(number)), this.handler));
		}
		await(Phase.PULLING);
		return this;
	}

	/**
	 * The type of an event, so that all listeners get as many.
	 * @param event number of the event
	 */
	String type(int event) {
		return typeOf(event % this.listeners.size());
	}

	private String typeOf(int listener) {
		return this.service + ".user.created-" + listener;
	}

	/**
	 * Have all stop asking for events.
	 */
	void pause() {
		this.listeners.forEach(ListenerHandle::pause);
		await(Phase.PAUSED);
	}

	/**
	 * Have all ask for events again.
	 */
	void resume() {
		this.listeners.forEach(ListenerHandle::resume);
	}

	private void await(Phase phase) {
		long deadline = System.nanoTime() + LIMIT.toNanos();
		for (ListenerHandle listener : this.listeners) {
			while (listener.state().phase() != phase) {
				if (System.nanoTime() > deadline) {
					throw new IllegalStateException("Listener " + listener.id() + " is " + listener.state()
							+ " and not " + phase + " after " + LIMIT.toSeconds() + " s");
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

}
